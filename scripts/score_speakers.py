#!/usr/bin/env python3
"""Scores who speaks: how many of the people and bodies that datasets/single/who.jsonl names are found, and how many found are right.

usage: score_speakers.py [--binary FILE] [--method M] CORPORA

CORPORA as for join_labels.py. Claims of 80 articles, whose sources have a name by reading: the fullest that the text gives,
or none. Only claims that the method finds count (source, cue and content overlap with the labeled ones). An id is right
where one of its mentions stands in a place where the text has that name. 95% intervals by bootstrap over articles.
"""
import argparse
import collections
import json
import pathlib
import random
import re
import subprocess
import sys

import join_labels

HERE = pathlib.Path(__file__).resolve().parent.parent / "datasets" / "single"
FILES = [HERE / f"{name}.jsonl" for name in ("first", "second", "third")]


def found(binary, layer, rows, *more):
    """What the program finds, by article."""
    lines = "".join(json.dumps({"doc_id": row["doc_id"], "text": row["text"]}) + "\n" for row in rows)
    typed = [binary, "extract", "--layer", layer, *more, "-"]
    done = subprocess.run(typed, input=lines, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr)
    return {row["doc_id"]: row for row in map(json.loads, done.stdout.splitlines())}


def overlap(a, b):
    return not a and not b or any(s < f and t < e for s, e in a for t, f in b)


def counted(row, names, claims, entities):
    """Of one article: labeled, of these found, given, of these right."""
    text, counts = row["text"], [0, 0, 0, 0]
    spans = collections.defaultdict(list)
    for entity in entities:
        spans[entity.get("id")].append((entity["start"], entity["end"]))

    def same(own, name):
        places = [(m.start(), m.end()) for m in re.finditer(re.escape(name), text)]
        return overlap(spans[own], places) if spans[own] else False

    claims = [claim for claim in claims if claim["voice"] != "author" and claim["source"]]
    for gold in row["attributions"]:
        hit = (c for c in claims if all(overlap(gold[part], c[part]) for part in ("source", "cue", "content")))
        claim = next(hit, None)
        if gold["id"] not in names or claim is None:
            continue
        given, labeled = claim.get("source_ids", []), names[gold["id"]]
        counts[0] += len(labeled)
        counts[1] += sum(any(same(own, name) for own in given) for name in labeled)
        counts[2] += len(given)
        counts[3] += sum(any(same(own, name) for name in labeled) for own in given)
    return counts


def shares(counts):
    labeled, hit, given, right = (sum(column) for column in zip(*counts))
    return 100 * hit / max(1, labeled), 100 * right / max(1, given)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default="target/release/saidso")
    parser.add_argument("--method", default="judge")
    parser.add_argument("corpora", type=pathlib.Path)
    args = parser.parse_args()
    who = {row["doc_id"]: row["who"] for row in join_labels.lines(HERE / "who.jsonl")}
    texts = join_labels.texts(args.corpora)
    rows = [row for path in FILES for row in join_labels.lines(path) if row["doc_id"] in who]
    rows = [join_labels.joined(row, texts[row["doc_id"]]) for row in rows]
    entities = found(args.binary, "entities", rows)
    claims = found(args.binary, "claims", rows, "--method", args.method)
    counts = [
        counted(row, who[row["doc_id"]], claims[row["doc_id"]]["attributions"], entities[row["doc_id"]]["entities"])
        for row in rows
    ]
    rng = random.Random(1)
    drawn = [shares(rng.choices(counts, k=len(counts))) for _ in range(1000)]
    labeled, given = (sum(column) for column in list(zip(*counts))[::2])
    for at, (what, size) in enumerate((("of those labeled, found", labeled), ("of those given, right", given))):
        low, high = (sorted(d[at] for d in drawn)[k] for k in (25, 974))
        print(f"{args.method}: {what} {shares(counts)[at]:.1f} ({low:.1f}–{high:.1f}) of {size}, {len(rows)} articles")


if __name__ == "__main__":
    sys.exit(main())
