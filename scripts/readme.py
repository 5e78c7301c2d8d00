#!/usr/bin/env python3
"""Checks the tables of figures in the docs against what their commands print, or writes them.

usage: readme.py [--write] [--corpora DIR] [--saidso PATH] [--saved DIR] [NAME…]      (no packages)

A table stands between `<!-- figures: NAME`, the commands that it comes of, a line each, and `<!-- /figures -->`;
figures.py makes it of their output. Commands of saidso are run here; $CORPORA is the folder that --corpora or
SAIDSO_CORPORA names, laid out as datasets/corpora.md says. What takes longer is read from where it was kept: of
`saidso train` the card beside the model, of scripts the file NAME.txt in --saved, with what they printed; tables of
one script share a file: `peers-names` is of peers.txt, too. A table whose corpus or file is not there is skipped, and
the reason printed.

Without --write nothing is changed: lines that differ are shown, with exit code 1. Quality is held to the last
digit; speeds, and what tells one run from another (machine, revision, date), are not.
"""
import argparse
import difflib
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
from typing import NamedTuple

from figures import SPEEDS, TABLES, Missing, Output

ROOT = pathlib.Path(__file__).resolve().parent.parent
DOCS = ("README.md", "benches/README.md")
MARKED = re.compile(r"<!-- figures: ([\w-]+)\n(.+?)\n-->\n(.*?)<!-- /figures -->", re.DOTALL)
OF_THE_RUN = ("- revision ", "- timed: ")


class Region(NamedTuple):
    """A marked table of a document."""

    name: str
    commands: list[str]
    body: str


def regions(text):
    """The marked tables of a document."""
    found = [Region(name, commands.split("\n"), body) for name, commands, body in MARKED.findall(text)]
    if not len(found) == text.count("<!-- figures") == text.count("<!-- /figures"):
        raise SystemExit("error: a mark of figures is not closed, not opened or without a command")
    if unknown := [region.name for region in found if region.name not in TABLES]:
        raise SystemExit(f"error: no table is called {unknown[0]}; one of {', '.join(TABLES)}")
    return found


def put(text, name, body):
    """The document with `body` as its table `name`."""

    def marked(match):
        own = match[1] == name
        return match[0][: match.start(3) - match.start()] + body + "<!-- /figures -->" if own else match[0]

    return MARKED.sub(marked, text)


def held(body):
    """The lines of a table that must stay as they are: speeds blanked, without what is of the run."""
    lines, speeds = [], set()
    for line in body.split("\n"):
        cells = [cell.strip() for cell in line.split("|")]
        if SPEEDS & set(cells) or len(cells) == 1:
            speeds = {at for at, cell in enumerate(cells) if cell in SPEEDS}
        if not line.startswith(OF_THE_RUN):
            lines.append(" | ".join("" if at in speeds else cell for at, cell in enumerate(cells)))
    return lines


def place(word, corpora):
    """An argument of a command, $CORPORA as the folder that it stands for."""
    if not word.startswith("$CORPORA/"):
        return word
    if corpora is None:
        raise Missing("no folder of corpora; name it by --corpora or SAIDSO_CORPORA")
    path = corpora / word.removeprefix("$CORPORA/")
    if not path.exists():
        raise Missing(f"{path} is not there")
    return str(path)


def card(words):
    """The card that `saidso train` writes beside the model."""
    return (ROOT / words[words.index("-o") + 1]).with_suffix(".md")


def said(command, name, args):
    """What a command of the table `name` prints: it is run, or was and its output kept."""
    words = shlex.split(command)
    if words[0] != "saidso":
        kept = args.saved / f"{name.partition('-')[0]}.txt"
    elif words[1] == "train":
        kept = card(words)
    else:
        run = [args.saidso, *(place(word, args.corpora) for word in words[1:])]
        done = subprocess.run(run, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8")
        if done.returncode:
            raise SystemExit(f"error: `{command}` ended with exit code {done.returncode}")
        return json.loads(done.stdout) if "--json" in words else done.stdout
    if not kept.exists():
        raise Missing(f"{kept} is not there; it is to hold what `{command}` prints")
    return kept.read_text(encoding="utf-8")


def git(*words):
    """What git prints of the repository."""
    return subprocess.run(["git", *words], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def revision(command):
    """That of a model's card, else the one here, and whether what figures depend on was changed since."""
    words = shlex.split(command)
    if words[:2] == ["saidso", "train"]:
        return git("log", "-1", "--format=%h", "--", str(card(words)))
    changed = git("status", "--porcelain", "--untracked-files=no", "--", "src", "datasets", "Cargo.toml", "Cargo.lock")
    return git("rev-parse", "--short", "HEAD") + (", with changes" if changed else "")


def made(region, args):
    """The table as it is now, and below it what counts for it."""
    outputs = [Output(command, said(command, region.name, args)) for command in region.commands]
    table, notes = TABLES[region.name](outputs)
    if not any(note.startswith("- revision ") for note in notes):
        notes.append(f"- revision {revision(region.commands[0])}")
    return "\n".join(["", table, "", *notes, "", ""])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--write", action="store_true", help="replace the tables instead of checking them")
    parser.add_argument("--corpora", type=pathlib.Path, default=os.environ.get("SAIDSO_CORPORA") or None)
    parser.add_argument("--saidso", type=pathlib.Path, default=ROOT / "target/release/saidso", help="the program")
    parser.add_argument("--saved", type=pathlib.Path, default=ROOT / "target/figures", help="where output was kept")
    parser.add_argument("names", nargs="*", metavar="NAME", help="the tables; all if left out")
    args = parser.parse_args()
    args.saidso, args.corpora = args.saidso.resolve(), args.corpora and args.corpora.resolve()
    if not args.saidso.exists():
        raise SystemExit(f"error: {args.saidso} is not there; `cargo build --release` makes it")
    differ = False
    for path in (ROOT / name for name in DOCS):
        text = path.read_text(encoding="utf-8")
        for region in regions(text):
            if args.names and region.name not in args.names:
                continue
            try:
                body = made(region, args)
            except Missing as reason:
                print(f"{region.name}: skipped: {reason}")
                continue
            lines = list(difflib.unified_diff(held(region.body), held(body), "written", "now", lineterm="", n=0))
            print("\n".join([f"{region.name}: {'differs' if lines else 'holds'}", *lines]), flush=True)
            differ, text = differ or bool(lines), put(text, region.name, body)
        if args.write:
            path.write_text(text, encoding="utf-8")
    if differ and not args.write:
        print("hint: `python3 scripts/readme.py --write` writes the tables anew; look at the differences first")
        sys.exit(1)


if __name__ == "__main__":
    main()
