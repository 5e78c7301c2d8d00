#!/usr/bin/env python3
"""What the rules reach on each gold article without the words that only that article could have suggested.

usage: leave_one_out.py      (no packages; builds the program once for each article, some minutes)

The rules were written with all five articles in view, so nothing can be left out of the code. What can be is
the hand-written lexicon: for each article the entries of groups.tsv, names.tsv, people.tsv and terms.tsv and the
hand-made or raised rows of cues.tsv and phrases.tsv that occur in it and in no other are deleted in a copy of this repository,
the copy is built, and the article is scored. Many of these entries come from lists of general use, so what is
printed is a lower bound.
"""
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
SEPARATORS = {"groups.tsv": ",", "names.tsv": ",", "people.tsv": ",", "terms.tsv": " "}
MEASURES = [("entities", "strict"), ("claims", "whole exact"), ("claims", "whole overlap"), ("claims", "act"), ("claims", "factuality")]


def occurs(word, text):
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None


def without(lexicon, own, others):
    """Deletes from `lexicon` what is in the text `own` and not in `others`; how many entries that were."""
    gone = 0

    def kept(*words):
        nonlocal gone
        seen = [any(word and occurs(word, text) for word in words) for text in (own, others)]
        leaves = seen == [True, False]
        gone += leaves
        return not leaves

    for name, separator in SEPARATORS.items():
        lines = (lexicon / name).read_text(encoding="utf-8").splitlines()
        for k, line in enumerate(lines[1:], 1):
            *head, words = line.split("\t")
            lines[k] = "\t".join([*head, separator.join(w for w in words.split(separator) if kept(w))])
        lines = [line for line in lines if not line.endswith("\t")]
        (lexicon / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    lines = (lexicon / "cues.tsv").read_text(encoding="utf-8").splitlines()
    lines = [x for x in lines if x.startswith("#") or x.split("\t")[5] == "mined" or kept(x.split("\t")[0])]
    (lexicon / "cues.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    lines = (lexicon / "phrases.tsv").read_text(encoding="utf-8").splitlines()
    lines = [x for x in lines if x.startswith("#") or kept(*heads(x.split("\t")[0]))]
    (lexicon / "phrases.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return gone


def heads(phrase):
    """The forms of the word that a phrase of phrases.tsv is looked up by."""
    words = phrase.split(" ")
    return next((word for word in words if word.endswith("*")), words[0]).rstrip("*").split("|")


def scores(folder):
    """For each measure of the rules the counts of each document: gold, found, recalled, precise."""
    run = ["cargo", "run", "--release", "--quiet", "--", "score", "--json"]
    out = subprocess.run(run, cwd=folder, env=ENVIRONMENT, check=True, capture_output=True, text=True).stdout
    rows = [row for row in json.loads(out)["standings"] if row["method"] == "rules"]
    return {(row["layer"], row["measure"]): {name: counts for name, *counts in row["documents"]} for row in rows}


def f1(counts):
    gold, found, recalled, precise = (sum(column) for column in zip(*counts))
    return 100 * 2 * (precise / found) * (recalled / gold) / (precise / found + recalled / gold)


def main():
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted((ROOT / "datasets/articles").glob("*.txt"))}
    whole, left = scores(ROOT), {}
    for article, own in texts.items():
        shutil.rmtree(COPY, ignore_errors=True)
        shutil.copytree(ROOT, COPY, ignore=lambda folder, _: SKIPPED if pathlib.Path(folder) == ROOT else set())
        others = "\n".join(text for name, text in texts.items() if name != article)
        gone = without(COPY / "datasets/lexicon", own, others)
        left[article] = scores(COPY)
        print(f"{article}: {gone} entries left out", flush=True)
    shutil.rmtree(COPY)
    print(f"\n{'':24}  whole lexicon  one article left out")
    for measure in MEASURES:
        without_own = [left[article][measure][article] for article in texts]
        print(f"{' '.join(measure):24}  {f1(whole[measure].values()):13.1f}  {f1(without_own):20.1f}")


if __name__ == "__main__":
    main()
