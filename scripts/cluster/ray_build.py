#!/usr/bin/env python3
"""Builds a dataset on a Ray cluster: `map_batches` over the blocks of a dataset of Ray Data.

usage: ray_build.py ARTICLES OUT [--parts N] [--fast] [--cluster HOST:6379 | --cores N]

ARTICLES is what Ray reads as JSON Lines or Parquet; any other dataset of Ray Data with the columns `id` and `text` does.
OUT is on a file system that driver and workers share, each of which has saidso installed. There will be

    OUT/articles/part-….parquet   the articles as they were given to each task: the raw files of the dataset
    OUT/dataset                   what `saidso build OUT/articles` writes, byte for byte
"""

from __future__ import annotations

import hashlib

import parts
import pyarrow as pa
import ray
import ray.cloudpickle
import ray.data


def main() -> None:
    asked = parts.options(__doc__)
    ray.init(address=asked.cluster, num_cpus=asked.cores)
    ray.cloudpickle.register_pickle_by_value(parts)
    out, fast = asked.out, asked.fast

    def build(block: pa.Table) -> pa.Table:
        # Ray does not number blocks; no other one has these ids.
        ids = "\n".join(block.column("id").to_pylist())
        name = f"part-{hashlib.sha256(ids.encode()).hexdigest()[:16]}"
        return pa.Table.from_batches(parts.build(block.to_batches(), name, out, fast), parts.COUNTS)

    def run() -> list[str]:
        read = ray.data.read_parquet if asked.articles.endswith(".parquet") else ray.data.read_json
        # Articles of one id meet in one block, in an order that a task which is tried again has, too.
        articles = read(asked.articles).repartition(asked.parts, keys=["id"], sort=True)
        counts = articles.map_batches(build, batch_size=None, batch_format="pyarrow")
        return [row["part"] for row in counts.take_all()]

    parts.finish(out, run)
    ray.shutdown()


if __name__ == "__main__":
    main()
