#!/usr/bin/env python3
"""Benches other tools beside ours in one go: benches/peers.toml on the open gold, and on published corpora where they are.

usage: bench_peers.py [--rounds N] [--output DIR] [--report FILE] [--saidso PATH]
                                                      (no packages; it installs those of the tools)

The tools are installed at the versions of scripts/methods/requirements.txt into target/peers-bench, once. Corpora are those
that the folder $SAIDSO_CORPORA has (datasets/corpora.md). Below DIR (target/bench-peers) stand spec.toml, results and
report.html, report.md and report.svg; peer_tables.py prints its tables. With --report the tables of report.md are written
to FILE, too: benches/peers.md is made so. Its exit code is that of `saidso bench run`: 1 where a tool failed at a document.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SPEC = ROOT / "benches/peers.toml"
TOOLS = ROOT / "target/peers-bench"
REQUIREMENTS = ROOT / "scripts/methods/requirements.txt"

# Of the repository, which peers.toml does not name, and of $SAIDSO_CORPORA: name, file, convention.
OPEN = [("five articles", "datasets/gold", "ours"), ("open test", "datasets/open/test", "ours")]
CORPORA = [
    ("PolNeAR dev", "polnear/dev.jsonl", "polnear"),
    ("names dev", "ner/ww_newswire/dev.jsonl", "places"),
    ("sentences dev", "sentences/dev.jsonl", "ours"),
]

HEAD = """# Ours beside other tools
Written by `python3 scripts/bench_peers.py --report benches/peers.md`: the tables of `saidso bench report`, which
`benches/README.md` explains. Last stand machine, revision and date.

"""


def spec(text, corpora, rounds):
    """peers.toml with the corpora that are there, and with the number of rounds where one is given."""
    found = [(name, ROOT / path, convention) for name, path, convention in OPEN]
    if corpora:
        found += [(name, pathlib.Path(corpora, path), convention) for name, path, convention in CORPORA]
    tables = [f'\n[[corpus]]\nname = "{name}"\ngold = {json.dumps(str(path.resolve()), ensure_ascii=False)}\nconvention = "{convention}"\n'
              for name, path, convention in found if path.exists()]
    return "".join(([f"rounds = {rounds}\n"] if rounds else []) + [text, *tables])


def install():
    """A Python of the tools' own, made once."""
    python = TOOLS / "bin/python3"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", TOOLS], check=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--requirement", REQUIREMENTS], check=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3, help="three if left out; fewer than six cannot show which of two is faster")
    parser.add_argument("--output", type=pathlib.Path, default=ROOT / "target/bench-peers", metavar="DIR")
    parser.add_argument("--report", type=pathlib.Path, metavar="FILE", help="a copy of report.md, to be committed")
    parser.add_argument("--saidso", type=pathlib.Path, default=ROOT / "target/release/saidso", help="the program")
    args = parser.parse_args()
    saidso = args.saidso.resolve()
    if saidso.stem != "saidso":
        raise SystemExit(f"error: {saidso} is not called saidso\nhint: by another name it does not start our methods itself")
    if not saidso.exists():
        raise SystemExit(f"error: {saidso} is not there\nhint: `cargo build --release` makes it")
    install()
    output = args.output.resolve()
    output.mkdir(parents=True, exist_ok=True)
    written = output / "spec.toml"
    written.write_text(spec(SPEC.read_text(encoding="utf-8"), os.environ.get("SAIDSO_CORPORA"), args.rounds), encoding="utf-8")
    path = f"{TOOLS / 'bin'}{os.pathsep}{os.environ['PATH']}"
    run = subprocess.run([saidso, "bench", "run", written, "-o", output], cwd=ROOT, env={**os.environ, "PATH": path})
    if run.returncode not in (0, 1):
        raise SystemExit(run.returncode)
    subprocess.run([sys.executable, ROOT / "scripts/peer_tables.py", output, "--saidso", saidso], check=True)
    for name in ("report.html", "report.md", "report.svg"):
        subprocess.run([saidso, "bench", "report", output, "-o", output / name], check=True)
        print(output / name, file=sys.stderr)
    if args.report:
        args.report.write_text(HEAD + (output / "report.md").read_text(encoding="utf-8"), encoding="utf-8")
    raise SystemExit(run.returncode)


if __name__ == "__main__":
    main()
