#!/usr/bin/env bash
# Lets a program that is linked statically run where there is nothing else: no library, no shell, no /tmp, no /proc. It
# is held to 60 MB, and builds and proves a dataset of the five articles.
#
#   scripts/try_static.sh [PROGRAM]     by default one is built here, for Linux, with this system's C library in it
#
# chroot is root's: another user's is one of a namespace of its own (unshare).
set -euo pipefail
cd "$(dirname "$0")/.."
most=60000000
program=${1:-}

if [ -z "$program" ]; then
  target=$(rustc --version --verbose | sed -n 's/^host: //p')
  # glibc, linked statically, finds no function by its name, so getrandom is told to ask the kernel, as with musl it
  # does by itself; else it would look for /dev/urandom. `stats` and `compare` are not in it: polars is 26 MB. Where the
  # program's addresses stand in its data is packed (RELR), which saves 1.5 MB.
  packed=-Clink-arg=-Wl,--pack-dyn-relocs=relr
  RUSTFLAGS="-C target-feature=+crt-static --cfg getrandom_backend=\"linux_getrandom\"" \
    cargo rustc --profile dist --no-default-features --features cli,neural --target "$target" --bin saidso -- "$packed"
  program=$(cargo metadata --format-version 1 --no-deps | jq -r .target_directory)/$target/dist/saidso
fi

bytes=$(wc -c < "$program")
echo "$program: $bytes bytes"
if [ "$bytes" -gt "$most" ]; then
  echo "error: $program: more than $most bytes" >&2
  exit 1
fi
if readelf --program-headers "$program" | grep -q INTERP; then
  echo "error: $program: it asks for a loader, so it is not static" >&2
  exit 1
fi

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
cp "$program" "$root/saidso"
cp datasets/articles/*.txt "$root"
PATH=$PATH:/usr/sbin
inside=("$(command -v chroot)" "$root" /saidso)
if [ "$(id --user)" != 0 ]; then
  inside=("$(command -v unshare)" --map-root-user "${inside[@]}")
fi
saidso() { env -i "${inside[@]}" "$@"; }
saidso build / --output /dataset
saidso verify /dataset --raw /
for method in judge neural; do
  echo '“We knew nothing,” Jane Doe said on Monday.' | saidso extract - --layer claims --method "$method" \
    | grep knew
done
