#!/usr/bin/env bash
# Packs the crates as a registry takes them and holds each archive to the 10 MiB that it may have; then installs the
# program from the archives alone, in an empty home, and lets it read a text.
#
#   scripts/try_package.sh [--sizes]     with --sizes, no more than the sizes
#
# What the program depends on is copied beside the archives (cargo vendor), and the new home knows no other registry and no
# network, so that nothing comes from here but the compiler.
set -euo pipefail
cd "$(dirname "$0")/.."
most=$((10 * 1024 * 1024))

cargo package --quiet --workspace --exclude saidso-python --no-verify --allow-dirty
archives=$(cargo metadata --format-version 1 --no-deps | jq -r .target_directory)/package
version=$(cargo metadata --format-version 1 --no-deps | jq -r '.packages[] | select(.name == "saidso").version')
crates="saidso-neural-1 saidso-neural-2 saidso"
for crate in $crates; do
  bytes=$(wc -c < "$archives/$crate-$version.crate")
  echo "$crate-$version.crate: $bytes bytes"
  if [ "$bytes" -gt "$most" ]; then
    echo "error: $crate-$version.crate: more than $most bytes" >&2
    exit 1
  fi
done
if [ "${1:-}" = --sizes ]; then exit; fi

place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
mkdir -p "$place/home/.cargo"
cargo vendor --quiet --locked --versioned-dirs "$place/registry" > /dev/null
for crate in $crates; do
  tar -xzf "$archives/$crate-$version.crate" -C "$place/registry"
  sum=$(sha256sum "$archives/$crate-$version.crate" | cut -d ' ' -f 1)
  echo "{\"files\": {}, \"package\": \"$sum\"}" > "$place/registry/$crate-$version/.cargo-checksum.json"
done
cat > "$place/home/.cargo/config.toml" << END
[source.crates-io]
replace-with = "archives"

[source.archives]
directory = "$place/registry"
END

cd "$place/home"
alone() {
  env -i PATH="$PATH" HOME="$place/home" CARGO_HOME="$place/home/.cargo" \
    RUSTUP_HOME="${RUSTUP_HOME:-$HOME/.rustup}" "$@"
}
alone cargo install --locked --offline saidso
echo '“We knew nothing,” Jane Doe said on Monday.' > article.txt
for method in judge neural; do
  alone .cargo/bin/saidso extract article.txt --layer claims --method "$method" | grep knew
done
alone .cargo/bin/saidso build article.txt --output dataset
alone .cargo/bin/saidso verify dataset
