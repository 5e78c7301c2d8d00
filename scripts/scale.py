#!/usr/bin/env python3
"""Builds and verifies datasets of made-up articles (make_articles.py), and prints time, speed and memory for each size.

usage: scale.py BINARY N… [--threads T] [--methods=--fast] [--folder DIR]
       scale.py target/release/saidso 5000 50000

Articles are packed with gzip, so that a hundred thousand take 80 MB beside 600 MB of dataset; both are gone at the end.
Memory is the most that the process held (ru_maxrss). MB are those of the articles' lines. Under the table stands how
fast `zstd -3` packs the same lines on one thread, when there is a zstd.
"""
import argparse
import gzip
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import make_articles


def made(number, path):
    """Writes that many articles to `path`; their bytes unpacked."""
    size = 0
    with gzip.open(path, "wb", compresslevel=1) as file:
        for at in range(number):
            line = json.dumps(make_articles.article("made", at), ensure_ascii=False).encode() + b"\n"
            size += file.write(line)
    return size


def measured(command, **more):
    """Seconds, CPU seconds and peak MiB of a run, which must succeed."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, **more)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(map(str, command))}: exit {os.waitstatus_to_exitcode(status)}")
    return time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def row(verb, number, megabytes, run):
    seconds, cpu, peak = run
    return (f"| {verb} | {number:,} | {megabytes:,.1f} | {seconds:,.1f} | {cpu:,.1f} | {megabytes / seconds:.1f} "
            f"| {megabytes / cpu:.1f} | {peak:,.0f} |")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("binary", type=pathlib.Path)
    arguments.add_argument("numbers", type=int, nargs="+", metavar="N")
    arguments.add_argument("--threads", type=int, default=os.cpu_count())
    arguments.add_argument("--methods", default="--fast", help="how `build` is to choose its methods")
    arguments.add_argument("--folder", help="where the articles and datasets stand meanwhile")
    options = arguments.parse_args()
    binary = options.binary.resolve()
    print("| verb | articles | MB | s | CPU s | MB/s | MB/s a core | peak MiB |\n|" + " --- |" * 8)
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        lines, dataset = pathlib.Path(folder, "made.jsonl.gz"), pathlib.Path(folder, "dataset")
        for number in options.numbers:
            megabytes = made(number, lines) / 1e6
            build = [binary, "build", *options.methods.split(), "--threads", str(options.threads), lines, "-o",
                     dataset]
            print(row("build", number, megabytes, measured(build)), flush=True)
            print(row("verify", number, megabytes, measured([binary, "verify", dataset])), flush=True)
            shutil.rmtree(dataset)
        packing = f"; zstd -3 packs {megabytes / compressed(lines):,.0f} MB/s a core" if shutil.which("zstd") else ""
        print(f"\n- timed: {options.threads} threads, {options.methods or 'the default methods'}{packing}")


def compressed(lines):
    """CPU seconds of `zstd -3` on the lines unpacked."""
    with subprocess.Popen(["gzip", "-dc", lines], stdout=subprocess.PIPE) as unpacked:
        return measured(["zstd", "-3", "-q", "--single-thread", "-c"], stdin=unpacked.stdout)[1]


if __name__ == "__main__":
    main()
