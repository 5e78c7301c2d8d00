#!/usr/bin/env python3
"""Checks docs/ against the program, or writes what comes from it.

usage: docs.py [--write] [--saidso PATH]      (no packages)

- docs/verbs has a page for each verb, what `saidso help VERB` prints, and docs/schema.md what `saidso schema --json` does.
- Blocks of ```console in docs/*.md are sessions: a line that begins with `$ ` is a command, with lines that begin with `> `
  if it goes on, and what follows it prints. Those of a page run one after the other in an empty folder with a link to
  datasets. How long something took may differ.
- A link leads to a file.

Without --write nothing is changed: lines that differ are shown, with exit code 1.
"""
import argparse
import difflib
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
SESSION = re.compile(r"```console\n(.*?)```\n", re.DOTALL)
LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)\s]*)?\)")
SECONDS = re.compile(r"\d+\.\d+ s\b")


def verbs(saidso):
    """The program's verbs and what each does, in the order of its help."""
    listed = said([saidso, "help"]).split("\nCommands:\n")[1].split("\n\n")[0]
    rows = [line.split(None, 1) for line in listed.splitlines()]
    return [(verb, about) for verb, about in rows if verb != "help"]


def said(command):
    """What a command prints; it must succeed."""
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout


def verb_pages(saidso):
    """The pages of docs/verbs by path."""
    listed = verbs(saidso)
    index = "".join(f"| [`{verb}`]({verb}.md) | {about} |\n" for verb, about in listed)
    pages = {DOCS / "verbs/README.md": f"# Verbs\n\n| verb | does |\n|---|---|\n{index}"}
    for verb, _ in listed:
        lines = [line.rstrip() for line in said([saidso, "help", verb]).splitlines()]
        pages[DOCS / f"verbs/{verb}.md"] = "\n".join([f"# saidso {verb}", "", "```", *lines, "```", ""])
    return pages


def schema_page(saidso):
    """docs/schema.md."""
    schema = json.loads(said([saidso, "schema", "--json"]))
    parts = [
        f"# Schema, version {schema['schema_version']}\n",
        "What `saidso schema` prints. `char_start` and `char_end` are Unicode code points into `articles.text`, `raw_start` and\n"
        "`raw_end` bytes of the raw article; both are half-open. A `?` marks what may be null.\n",
    ]
    for table in schema["tables"]:
        parts.append(f"## {table['table']}\n\n{table['description']}\n\n| column | type | meaning |\n|---|---|---|")
        for column in table["columns"]:
            null = "?" if column["nullable"] else ""
            meaning = column["description"].replace("|", "\\|")
            parts.append(f"| `{column['name']}` | {kind(column['type'])}{null} | {meaning} |")
        parts.append("")
    history = "\n".join(f"- {version}: {what}" for version, what in schema["history"])
    return "\n".join([*parts, f"## What each version brought\n\n{history}", ""])


def kind(name):
    """Arrow's name of a type in short: of a list of records the records' fields."""
    if fields := re.findall(r'"(\w+)": ', name):
        return f"list of ({', '.join(fields)})"
    return "list of string" if name.startswith("List(") else "string" if name == "Utf8" else name.lower()


def commands(session):
    """The commands of a session, each the lines that are typed."""
    typed, goes_on = [], False
    for line in session.splitlines():
        if line.startswith("$ "):
            typed.append([line])
        elif goes_on and line.startswith(">"):
            typed[-1].append(line)
        goes_on = line.startswith("$ ") or (goes_on and line.startswith(">"))
    return typed


def run(typed, folder, path):
    """What is typed and what it prints, as a terminal would show both."""
    line = "\n".join(part[2:] for part in typed)
    environment = {**os.environ, "PATH": path, "NO_COLOR": "1"}
    done = subprocess.run(
        line, shell=True, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
    )
    printed = [line.rstrip() for line in done.stdout.splitlines()]
    return "\n".join([*typed, *printed]) + "\n"


def played(text, saidso):
    """A page with its sessions as they run now."""
    path = f"{saidso.parent}{os.pathsep}{os.environ['PATH']}"
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "datasets").symlink_to(ROOT / "datasets")

        def again(match):
            return f"```console\n{''.join(run(typed, folder, path) for typed in commands(match[1]))}```\n"

        return SESSION.sub(again, text)


def broken(path, text):
    """The links of a page that lead nowhere."""
    return [link for link in LINK.findall(text) if not (path.parent / link).exists()]


def held(text):
    """The lines that must stay as they are."""
    return SECONDS.sub("… s", text).split("\n")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--write", action="store_true", help="write the pages instead of checking them")
    parser.add_argument("--saidso", type=pathlib.Path, default=ROOT / "target/release/saidso", help="the program")
    args = parser.parse_args()
    saidso = args.saidso.resolve()
    if not saidso.exists():
        raise SystemExit(f"error: {saidso} is not there; `cargo build --release` makes it")
    pages = {**verb_pages(saidso), DOCS / "schema.md": schema_page(saidso)}
    written = {path: path.read_text(encoding="utf-8") for path in DOCS.glob("*.md") if path not in pages}
    pages.update((path, played(text, saidso)) for path, text in written.items())
    stray = [path for path in DOCS.glob("verbs/*") if path not in pages]
    wrong = False
    for path, now in sorted(pages.items()):
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        lines = list(difflib.unified_diff(held(before), held(now), "written", "now", lineterm="", n=0))
        if lines and args.write:
            path.parent.mkdir(exist_ok=True)
            path.write_text(now, encoding="utf-8")
        elif lines:
            wrong = True
            print("\n".join([f"{path.relative_to(ROOT)}: differs", *lines]))
    for path in stray:
        if args.write:
            path.unlink()
        else:
            wrong = True
            print(f"{path.relative_to(ROOT)}: there is no such verb")
    if wrong:
        print("hint: `python3 scripts/docs.py --write` writes the pages anew; look at the differences first")
    links = [f"{path.relative_to(ROOT)}: {link} is not there" for path, text in pages.items() for link in broken(path, text)]
    print("\n".join(links) if links else f"{len(pages)} pages, links lead somewhere")
    sys.exit(1 if wrong or links else 0)


if __name__ == "__main__":
    main()
