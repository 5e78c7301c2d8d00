#!/usr/bin/env python3
"""Builds a dataset on a Spark cluster: `mapInArrow` over the record batches of a data frame.

usage: spark_build.py ARTICLES OUT [--parts N] [--fast] [--cluster spark://HOST:7077 | --cores N]
       spark-submit … spark_build.py ARTICLES OUT …

ARTICLES is what Spark reads as JSON Lines or Parquet; any other data frame with the columns `id` and `text` does. OUT is
on a file system that driver and workers share, each of which has saidso installed. There will be

    OUT/articles/part-00000.parquet …   the articles as they were given to each task: the raw files of the dataset
    OUT/dataset                         what `saidso build OUT/articles` writes, byte for byte
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import parts
import pyarrow as pa
from pyspark import TaskContext
from pyspark.sql import SparkSession


def main() -> None:
    asked = parts.options(__doc__)
    builder = SparkSession.builder.appName("saidso")
    # What spark-submit says stands where neither is given.
    master = asked.cluster or (f"local[{asked.cores}]" if asked.cores else None)
    spark = (builder.master(master) if master else builder).getOrCreate()
    spark.sparkContext.addPyFile(parts.__file__)
    out, fast = asked.out, asked.fast

    def build(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        task = TaskContext.get()
        assert task is not None
        return parts.build(batches, f"part-{task.partitionId():05}", out, fast)

    def run() -> list[str]:
        read = spark.read.parquet if asked.articles.endswith(".parquet") else spark.read.json
        # Articles of one id meet in one part, in an order that a task which is tried again has, too.
        articles = read(asked.articles).repartition(asked.parts, "id").sortWithinPartitions("id", "text")
        counts = articles.mapInArrow(build, "part string, articles long, claims long, rejects long")
        return [row["part"] for row in counts.collect()]

    parts.finish(out, run)
    spark.stop()


if __name__ == "__main__":
    main()
