#!/usr/bin/env python3
"""Extraction from Python against the command line: the same made-up articles, methods and number of threads.

usage: throughput.py [NUMBER] [--threads T] [--rounds R] [--fast] [--program PATH]

Both are timed as whole processes, beginning and end included: `saidso build` from a Parquet file to a dataset, and a
program of Python that imports pyarrow, reads the same file and calls `saidso.extract` on the table; the call is timed by
itself, too, models read included. The least time of the rounds counts; the rounds of both take turns, so that a busy
machine is busy for both.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))
import make_articles

CALLED = """
import sys, time, pyarrow.parquet, saidso
fast, threads, path = sys.argv[1] == "True", int(sys.argv[2]), sys.argv[3]
table = pyarrow.parquet.read_table(path)
start = time.monotonic()
found = saidso.extract(table, fast=fast, threads=threads)
print(found.claims.num_rows, time.monotonic() - start)
"""


def seconds(command: Sequence[str]) -> tuple[float, str]:
    """How long a command takes, which must succeed, and what it prints."""
    start = time.monotonic()
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    return time.monotonic() - start, run.stdout


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("number", type=int, nargs="?", default=2000, metavar="NUMBER")
    arguments.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--fast", action="store_true")
    arguments.add_argument("--program", default=str(Path(sys.executable).parent / "saidso"))
    options = arguments.parse_args()
    articles = [make_articles.article("made", at) for at in range(options.number)]
    megabytes = sum(len(article["text"].encode()) for article in articles) / 1e6
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder, "made.parquet"))
        pq.write_table(pa.Table.from_pylist(articles), path)
        fast = ["--fast"] if options.fast else []
        threads = str(options.threads)
        build = [options.program, "build", "--quiet", *fast, "--threads", threads, path, "-o", str(Path(folder, "out"))]
        call = [sys.executable, "-c", CALLED, str(options.fast), threads, path]
        rounds = [(seconds(build)[0], seconds(call)) for _ in range(options.rounds)]
        typed, whole = min(row[0] for row in rounds), min(row[1][0] for row in rounds)
        call_alone = min(float(row[1][1].split()[1]) for row in rounds)
        rows = int(rounds[0][1][1].split()[0])
        expected = pq.read_metadata(Path(folder, "out", "claims.parquet")).num_rows
    if rows != expected:
        sys.exit(f"{rows} claims from Python, {expected} from the command line")
    print(f"{options.number:,} articles, {megabytes:.1f} MB, {rows:,} claims, {threads} threads")
    for name, own in [("command line", typed), ("saidso.extract", call_alone), ("with Python's start", whole)]:
        print(f"{name:<20}{own:6.2f} s  {megabytes / own:6.2f} MB/s  {100 * typed / own:4.0f} %")


if __name__ == "__main__":
    main()
