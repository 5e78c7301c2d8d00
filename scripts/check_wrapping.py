#!/usr/bin/env python3
"""How many claims survive when a width breaks the lines of articles.

usage: check_wrapping.py CORPUS [--binary saidso] [--articles 50] [--width 72] [--claims METHOD]   (no packages)

CORPUS is JSON Lines with `text`, a paragraph a line, as `datasets/corpora.md` says where to find one. Its first
articles, each text once, are written to a folder as they are and once for each form of wrapping; each folder is
built and verified. A claim survives when source, cue and content come out with the same words, white space
apart. Exits with 1 when a form keeps less than 98%.
"""
import argparse
import collections
import json
import pathlib
import subprocess
import sys
import tempfile

VOWELS = set("aeiouy")


def pieces(word):
    """The word at its hyphens, and where a vowel is followed by a consonant and a vowel, with three letters kept."""
    parts = [part + "-" for part in word.split("-")]
    parts[-1] = parts[-1][:-1]
    if len(parts) > 1 and all(part.strip("-") for part in parts):
        return parts
    letters = len(word) > 7 and word.isalpha()
    cuts = [k for k in range(3, len(word) - 3) if letters and word[k - 1] in VOWELS and word[k + 1] in VOWELS]
    return [a + "-" for a in (word[i:j] for i, j in zip([0, *cuts], cuts))] + [word[cuts[-1] if cuts else 0 :]]


def wrapped(paragraph, width, hyphens):
    """The paragraph in lines of at most `width`, long words cut where `hyphens` says so."""
    lines, line = [], ""
    for word in paragraph.split():
        rest = word
        room = width - len(line) - 1 if line else width
        if hyphens and len(rest) > room:
            head = ""
            for piece in pieces(rest)[:-1]:
                grown = (head[:-1] if head and "-" not in word else head) + piece
                if len(grown) > room:
                    break
                head = grown
            if head:
                lines.append(f"{line} {head}".strip())
                line, rest = "", rest[len(head) - (0 if "-" in word else 1) :]
        if line and len(line) + 1 + len(rest) > width:
            lines.append(line)
            line = ""
        line = f"{line} {rest}".strip()
    return [*lines, line]


def form(text, width, hyphens=False, mark="", end="\n", between=1):
    paragraphs = [wrapped(line, width, hyphens) for line in text.split("\n") if line.strip()]
    empty = [""] * between
    lines = [line for paragraph in paragraphs for line in [*paragraph, *empty]]
    return end.join(f"{mark}{line}".rstrip() for line in lines)


def claims(binary, folder, texts, method):
    """The claims of each text: source, cue and content, white space as one blank."""
    articles, dataset, lines = folder / "articles", folder / "dataset", folder / "records.jsonl"
    articles.mkdir(parents=True)
    for name, text in texts.items():
        (articles / f"{name}.txt").write_bytes(text.encode())
    run = lambda *arguments: subprocess.run([binary, *map(str, arguments)], check=True, stdout=subprocess.DEVNULL)
    run("build", articles, "-o", dataset, "--claims", method)
    run("verify", dataset)
    run("export", dataset, "--format", "jsonl", "-o", lines)
    found = collections.Counter()
    for line in lines.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        for claim in record["attributions"]:
            words = lambda role: " ".join(" ".join(record["text"][a:b] for a, b in claim[role]).split())
            found[record["doc_id"], words("source"), words("cue"), words("content")] += 1
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=pathlib.Path)
    parser.add_argument("--binary", default="target/debug/saidso")
    parser.add_argument("--articles", type=int, default=50)
    parser.add_argument("--width", type=int, default=72)
    parser.add_argument("--claims", default="rules", metavar="METHOD")
    parser.add_argument("--show", action="store_true", help="also print the claims that were lost")
    args = parser.parse_args()
    records = map(json.loads, args.corpus.read_text(encoding="utf-8").splitlines())
    texts = list(dict.fromkeys(record["text"] for record in records))[: args.articles]
    texts = {f"{at:03}": text for at, text in enumerate(texts)}
    width = args.width
    forms = {
        "lines": lambda text: form(text, width),
        "hyphens": lambda text: form(text, width, hyphens=True),
        "mail": lambda text: form(text, width, mark="> "),
        "CR": lambda text: form(text, width, end="\r"),
        "no empty lines": lambda text: form(text, width, between=0),
    }
    low = False
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        whole = claims(args.binary, folder / "whole", texts, args.claims)
        print(f"{len(texts)} articles, {whole.total()} claims, {width} columns\n")
        print(f"{'form':16}{'survive':>8}{'%':>8}{'more':>8}")
        for name, change in forms.items():
            found = claims(args.binary, folder / name, {k: change(text) for k, text in texts.items()}, args.claims)
            kept = (whole & found).total()
            share = 100 * kept / whole.total()
            low |= share < 98
            print(f"{name:16}{kept:8}{share:8.1f}{(found - whole).total():8}")
            if args.show:
                for claim, count in (whole - found).items():
                    print(f"  - {count} {claim}")
                for claim, count in (found - whole).items():
                    print(f"  + {count} {claim}")
    sys.exit(low)


if __name__ == "__main__":
    main()
