#!/usr/bin/env python3
"""What the rules reach on the gold articles without the words that their event could have suggested.

usage: leave_one_out.py [--each] [--profile NAME]      (no packages; builds the program, twice or six times)

All five articles are about one event, and the rules were written with all of them in view. Nothing can be left
out of the code; what can be is the lexicon written by hand. In a copy of this repository every entry that occurs
in any article, in the raw file and whatever its case, is deleted; the copy is built, and all five are scored:
- groups.tsv and people.tsv: the row, with every form and spelling, if one of them occurs;
- names.tsv: likewise, where the row has an id and so names one thing; else the name;
- terms.tsv: the word, in each class, months, numbers and function words too;
- cues.tsv: the row, where a hand made it or raised its rate; mined rows stay;
- phrases.tsv: the row, where the word occurs that it is looked up by.
The generated lists stay (words, first names, surnames, places, WordNet, clusters; datasets/lexicon/README.md says
from what), and so do the trained models. Most of what is deleted is of general use and would be there had no
one read the articles, so what is printed is a lower bound of what the rules would reach with a lexicon whose
authors had not. Of their code, which stays as it is, it says nothing.

With --each, only what occurs in one article and in no other is left out when that article is scored, and the
sum is printed: a leave-one-out in form, but what two articles of the event share stays.
"""
import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent
COPY = ROOT / "target/leave-one-out"
ENVIRONMENT = os.environ | {"CARGO_TARGET_DIR": os.environ.get("CARGO_TARGET_DIR", str(ROOT / "target"))}
SKIPPED = {"target", ".git", "dataset"}
SEPARATORS = {"groups.tsv": ",", "names.tsv": ",", "people.tsv": ",", "terms.tsv": " ", "cues.tsv": None, "phrases.tsv": None}
MEASURES = [("entities", "strict"), ("claims", "whole exact"), ("claims", "whole overlap"), ("claims", "act"),
            ("claims", "factuality")]


def occurs(word, text):
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None


def shortened(name, row, leaves):
    """The row of the file `name` without the entries that leave, None if none stays; and how many left."""
    *head, last = row.split("\t")
    if name == "cues.tsv":
        gone = row.split("\t")[5] != "mined" and leaves(head[0])
        return (None if gone else row), int(gone)
    if name == "phrases.tsv":
        gone = any(map(leaves, looked_up(head[0])))
        return (None if gone else row), int(gone)
    # An example stands behind the words of terms.tsv.
    tail = []
    if name == "terms.tsv":
        head, last, tail = head[:1], head[1], [last]
    words = last.split(SEPARATORS[name])
    one_thing = name in ("groups.tsv", "people.tsv") or name == "names.tsv" and head[1] != ""
    kept = [] if one_thing and any(map(leaves, words)) else [word for word in words if not leaves(word)]
    return ("\t".join([*head, SEPARATORS[name].join(kept), *tail]) if kept else None), len(words) - len(kept)


def looked_up(phrase):
    """The forms of the word that a phrase of phrases.tsv is looked up by."""
    words = phrase.split(" ")
    return next((word for word in words if word.endswith("*")), words[0]).rstrip("*").split("|")


def shorten(lexicon, own, others):
    """Deletes what is in the text `own` and not in `others`; for each file how many entries that were."""
    counts = {}
    for name in SEPARATORS:
        top, *rows = (lexicon / name).read_text(encoding="utf-8").splitlines()
        rows = [shortened(name, row, lambda word: occurs(word, own) and not occurs(word, others)) for row in rows]
        counts[name] = sum(gone for _, gone in rows)
        kept = [row for row, _ in rows if row is not None]
        (lexicon / name).write_text("\n".join([top, *kept]) + "\n", encoding="utf-8")
    return counts


def scores(folder, profile):
    """For each measure of the rules the counts of each document: gold, found, recalled, precise."""
    run = ["cargo", "run", "--profile", profile, "--quiet", "--", "score", "--json"]
    out = subprocess.run(run, cwd=folder, env=ENVIRONMENT, check=True, stdout=subprocess.PIPE, text=True).stdout
    rows = [row for row in json.loads(out)["standings"] if row["method"] == "rules"]
    return {(row["layer"], row["measure"]): {name: counts for name, *counts in row["documents"]} for row in rows}


def scores_without(own, others, profile):
    """The same by a program without the entries that are in `own` and not in `others`."""
    shutil.rmtree(COPY, ignore_errors=True)
    shutil.copytree(ROOT, COPY, ignore=lambda folder, _: SKIPPED if pathlib.Path(folder) == ROOT else set())
    counts = shorten(COPY / "datasets/lexicon", own, others)
    said = ", ".join(f"{count} of {name}" for name, count in counts.items())
    print(f"{sum(counts.values())} entries left out: {said}", flush=True)
    found = scores(COPY, profile)
    shutil.rmtree(COPY)
    return found


def f1(counts):
    """F1 in percent of the sum of counts; 0 where nothing is right."""
    gold, found, recalled, precise = (sum(column) for column in zip(*counts))
    if not (recalled and precise):
        return 0.0
    return 100 * 2 * (precise / found) * (recalled / gold) / (precise / found + recalled / gold)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--each", action="store_true", help="leave out one article's words at a time")
    parser.add_argument("--profile", default="release", help="cargo's profile to build with")
    args = parser.parse_args()
    paths = sorted((ROOT / "datasets/articles").glob("*.txt"))
    texts = {path.stem: path.read_text(encoding="utf-8") for path in paths}
    left = {measure: {} for measure in MEASURES}
    groups = [[name] for name in texts] if args.each else [list(texts)]
    for names in groups:
        own = "\n".join(texts[name] for name in names)
        others = "\n".join(text for name, text in texts.items() if args.each and name not in names)
        found = scores_without(own, others, args.profile)
        for measure in MEASURES:
            left[measure] |= {name: found[measure][name] for name in names}
    # Last, so that the program that cargo leaves behind is the whole one.
    whole = scores(ROOT, args.profile)
    print(f"\n{'':24}  whole lexicon  {'without each article' if args.each else 'without the event'}")
    for measure in MEASURES:
        print(f"{' '.join(measure):24}  {f1(whole[measure].values()):13.1f}  {f1(left[measure].values()):17.1f}")


if __name__ == "__main__":
    main()
