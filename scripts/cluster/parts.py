"""What the scripts for each engine share: a part of the articles becomes a dataset of its own, all parts become one.

A part is named by the engine's own number or contents of it, so that a task that is tried again, because its worker died,
writes the same files to the same places: each appears whole, by one rename. What counts are the parts of which a row came
back.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import saidso

#: A row a part.
COUNTS = pa.schema([("part", pa.string()), ("articles", pa.int64()), ("claims", pa.int64()), ("rejects", pa.int64())])


def build(batches: Iterable[pa.RecordBatch], name: str, out: Path, fast: bool) -> Iterator[pa.RecordBatch]:
    """Builds the articles in ``batches`` as the part ``name``; its row, or none where there are no articles.

    The articles are written to a Parquet file first: it is the raw file that ``saidso verify`` reads again.
    """
    path = out / "articles" / f"{name}.parquet"
    if not written(batches, path):
        return
    # A shard may have no article that is one; alone it would be an error.
    dataset = saidso.build(path, out / "parts" / name, fast=fast, threads=1, shard="1/1")
    counts = [[dataset[table].num_rows] for table in COUNTS.names[1:]]
    yield pa.record_batch([[name], *counts], schema=COUNTS)


def written(batches: Iterable[pa.RecordBatch], path: Path) -> bool:
    """Writes ``batches`` as the Parquet file ``path``, which appears whole; whether they have rows."""
    filled = (batch for batch in batches if batch.num_rows)
    first = next(filled, None)
    if first is None:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".next")
    with pq.ParquetWriter(unfinished, first.schema, compression="zstd") as writer:
        writer.write_batch(first)
        for batch in filled:
            writer.write_batch(batch)
    os.replace(unfinished, path)
    return True


def options(about: str | None) -> argparse.Namespace:
    """The options of a script; ends it where OUT is in use."""
    arguments = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("articles", metavar="ARTICLES", help="JSON Lines or Parquet with the columns id and text")
    arguments.add_argument("out", type=Path, metavar="OUT", help="a new folder that driver and workers share")
    arguments.add_argument("--parts", type=int, default=16, metavar="N", help="tasks; a few for each core (16)")
    arguments.add_argument("--fast", action="store_true", help="the rules in every layer")
    arguments.add_argument("--cluster", metavar="ADDRESS", help="of the engine's master; this machine if left out")
    arguments.add_argument("--cores", type=int, metavar="N", help="of this machine, without a cluster (all)")
    asked = arguments.parse_args()
    asked.out = asked.out.resolve()
    if asked.out.exists() and any(asked.out.iterdir()):
        sys.exit(f"error: {asked.out}: it is not empty\nhint: name a new folder, or remove this one")
    return asked


def finish(out: Path, run: Callable[[], Iterable[str]]) -> None:
    """Makes one dataset of the parts that ``run`` names when all are built, and tells how long each took."""
    start = time.monotonic()
    names = sorted(run())
    built = time.monotonic()
    dataset = saidso.merge([out / "parts" / name for name in names], out / "dataset")
    shutil.rmtree(out / "parts")
    merged = time.monotonic()
    print(f"{out / 'dataset'}: {dataset!r}")
    print(f"{len(names)} parts built in {built - start:.1f} s, merged in {merged - built:.1f} s")
