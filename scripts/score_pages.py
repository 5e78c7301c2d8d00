#!/usr/bin/env python3
"""How much of the article `saidso build` finds in saved pages, and how much else.

usage: score_pages.py DIR [--binary saidso] [--bootstrap 1000] [--worst N]   (no packages)

DIR is a copy of the article extraction benchmark (github.com/scrapinghub/article-extraction-benchmark): pages as
ID.html.gz, below it or in html/, and ground-truth.json with the articleBody of each. The measure is the benchmark's:
of each page the shingles of four words (\\w+) that stand in the article, in what was found, and in both, each as often
as it stands there; precision and recall are means over the pages, F1 is of these means; the interval holds 95 % of
the F1 of samples of the pages, drawn with replacement. The kept blocks are scored, but for the headline, which
articleBody does not have. A page that was set aside counts as one in which nothing was found.
"""
import argparse
import collections
import json
import pathlib
import random
import re
import statistics
import subprocess
import tempfile
import time

WORDS = re.compile(r"\w+")


def shingles(text):
    words = WORDS.findall(text)
    return collections.Counter(tuple(words[at:at + 4]) for at in range(max(1, len(words) - 3))) if words else collections.Counter()


def counts(true, found):
    """Shares of the shingles of both that stand in both, in `found` alone, in `true` alone."""
    true, found = shingles(true), shingles(found)
    parts = [sum(part.values()) for part in (true & found, found - true, true - found)]
    return [part / max(1, sum(parts)) for part in parts]


def measures(rows):
    precision = [both / (both + more) for both, more, _ in rows if both + more]
    recall = [both / (both + less) for both, _, less in rows if both + less]
    precision, recall = (statistics.mean(values) if values else 0.0 for values in (precision, recall))
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0, precision, recall


def bodies(pages, binary, folder):
    """The text of each page's article by the page's id, and how long that took."""
    dataset, lines = f"{folder}/dataset", f"{folder}/articles.jsonl"
    start = time.monotonic()
    subprocess.run([binary, "build", pages, "-o", dataset], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    taken = time.monotonic() - start
    subprocess.run([binary, "verify", dataset], stdout=subprocess.DEVNULL, check=True)
    subprocess.run([binary, "export", "--format", "jsonl", "-o", lines, dataset], stdout=subprocess.DEVNULL, check=True)
    found = {}
    for line in open(lines, encoding="utf-8"):
        article = json.loads(line)
        parts = [block for block in article["blocks"] if block["kind"] != "headline" and block.get("start") is not None]
        text = "\n".join(article["text"][block["start"]:block["end"]] for block in parts)
        found[article["doc_id"].rsplit("/", 1)[-1]] = text
    return found, taken


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("directory", type=pathlib.Path)
    parser.add_argument("--binary", default="saidso")
    parser.add_argument("--bootstrap", type=int, default=1000)
    parser.add_argument("--worst", type=int, default=0, help="print as many pages that fare worst")
    args = parser.parse_args()
    truth = json.loads((args.directory / "ground-truth.json").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        found, taken = bodies(str(args.directory), args.binary, folder)
    rows = {page: counts(article["articleBody"], found.get(page, "")) for page, article in truth.items()}
    values = list(rows.values())
    draw = random.Random(1)
    samples = sorted(measures(draw.choices(values, k=len(values)))[0] for _ in range(args.bootstrap))
    low, high = samples[len(samples) // 40], samples[-1 - len(samples) // 40]
    f1, precision, recall = measures(values)
    missing = sum(page not in found for page in truth)
    print(f"{len(values)} pages, {missing} without an article: F1 {f1:.3f} (95 % {low:.3f}–{high:.3f}), "
          f"precision {precision:.3f}, recall {recall:.3f}; built in {taken:.1f} s, every row proved")
    for page, (both, more, less) in sorted(rows.items(), key=lambda row: row[1][0])[:args.worst]:
        print(f"  {page[:16]}  both {both:.2f}  found alone {more:.2f}  missed {less:.2f}")


if __name__ == "__main__":
    main()
