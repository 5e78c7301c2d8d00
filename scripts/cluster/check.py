#!/usr/bin/env python3
"""Builds made-up articles on a local cluster of two workers, holds the tables against those of a local build, and times both.

usage: check.py spark|ray [--megabytes M] [--kill] [--parts N] [--folder DIR]

The engine runs as `spark_build.py` or `ray_build.py` do, with the rules in every layer and one core for each worker: for
Spark two executors (`local-cluster[2,1,1024]`), for Ray two processes. The local build is `saidso build` with two threads
over the same files. With --kill a worker is killed by its process id when half of the parts stand and each worker builds one.

What must hold, else the exit code is 1: the engine was given every article as it was; every file of its dataset has the
bytes of the local build's; `saidso verify` proves it.
"""

from __future__ import annotations

import argparse
import filecmp
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import make_articles

WORKERS = 2
#: By engine: the options of its script for so many workers, and what the command line of one that builds has in it.
ENGINES = {
    "spark": (f"--cluster=local-cluster[{WORKERS},1,1024]", "CoarseGrainedExecutorBackend"),
    "ray": (f"--cores={WORKERS}", "MapBatches(build)"),
}


def environment() -> dict[str, str]:
    """What a local Spark needs to start executors of the package that pip installed."""
    home = Path(sys.executable).parent.parent
    package = next(home.glob("lib/python3*/site-packages/pyspark"), None)
    own = {"SPARK_HOME": str(package)} if package else {}
    return {**os.environ, **own, "PYSPARK_PYTHON": sys.executable, "RAY_DATA_DISABLE_PROGRESS_BARS": "1"}


def make(path: Path, size: int) -> dict[str, str]:
    """Writes articles of at least `size` bytes in all; their texts by id."""
    texts: dict[str, str] = {}
    with path.open("w", encoding="utf-8") as file:
        while file.tell() < size:
            article = make_articles.article("made", len(texts))
            texts[article["id"]] = article["text"]
            file.write(json.dumps(article, ensure_ascii=False) + "\n")
    return texts


def below(root: int) -> Iterator[tuple[int, str]]:
    """The processes that `root` started, and theirs, with their command lines."""
    listed = subprocess.run(["ps", "-ww", "-e", "-o", "pid=,ppid=,args="], check=True, stdout=subprocess.PIPE, text=True)
    rows = [line.split(None, 2) for line in listed.stdout.splitlines()]
    family = {root}
    for pid, parent, command in ((int(row[0]), int(row[1]), row[-1]) for row in sorted(rows, key=lambda row: int(row[0]))):
        if parent in family:
            family.add(pid)
            yield pid, command


def kill_one(engine: subprocess.Popen[str], mark: str, parts: Path, half: int) -> str:
    """Kills a worker when `half` of the parts stand and each worker builds one; what was done."""
    while engine.poll() is None:
        built, begun = list(parts.glob("part-*")), list(parts.glob(".part-*"))
        if len(built) >= half and len(begun) >= WORKERS:
            for worker in [pid for pid, command in below(engine.pid) if mark in command][:1]:
                os.kill(worker, signal.SIGKILL)
                return f"worker {worker} killed when {len(built)} parts stood and {len(begun)} were being built"
        time.sleep(0.05)
    return "no worker was killed: the run was over too soon"


def given(articles: Path) -> dict[str, str]:
    """The texts by id that the engine's tasks were given."""
    tables = [pq.read_table(path, columns=["id", "text"]) for path in articles.glob("*.parquet")]
    return {id: text for table in tables for id, text in zip(*(column.to_pylist() for column in table.columns), strict=True)}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("engine", choices=ENGINES)
    arguments.add_argument("--megabytes", type=float, default=20, metavar="M", help="of JSON Lines (20)")
    arguments.add_argument("--kill", action="store_true", help="kill a worker midway")
    arguments.add_argument("--parts", type=int, default=16, metavar="N", help="tasks (16)")
    arguments.add_argument("--folder", metavar="DIR", help="where temporary files go")
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        sys.exit(0 if check(asked, Path(folder).resolve()) else 1)


def check(asked: argparse.Namespace, folder: Path) -> bool:
    """Whether all holds; each finding is printed."""
    articles, out, local = folder / "articles.jsonl", folder / "out", folder / "local"
    texts = make(articles, int(asked.megabytes * 1e6))
    print(f"{len(texts):,} articles, {articles.stat().st_size / 1e6:.1f} MB, {asked.parts} parts, {WORKERS} workers")
    cluster, mark = ENGINES[asked.engine]
    command = [sys.executable, str(HERE / f"{asked.engine}_build.py"), str(articles), str(out), "--fast", cluster]
    start = time.monotonic()
    with (folder / "log").open("w") as log:
        engine = subprocess.Popen(
            [*command, f"--parts={asked.parts}"], env=environment(), stdout=subprocess.PIPE, stderr=log, text=True
        )
        done = kill_one(engine, mark, out / "parts", asked.parts // 2) if asked.kill else "no worker was killed"
        said, _ = engine.communicate()
    spent = time.monotonic() - start
    if engine.returncode:
        print((folder / "log").read_text()[-8000:], f"{asked.engine} ended with {engine.returncode}", sep="\n")
        return False
    print(done, said.strip().splitlines()[-1], sep="\n")

    program = Path(sys.executable).parent / "saidso"
    build: list[str | Path] = [program, "build", "--quiet", "--fast", f"--threads={WORKERS}", out / "articles", "-o", local]
    start = time.monotonic()
    subprocess.run(build, check=True)
    alone = time.monotonic() - start
    print(f"{asked.engine} {spent:.1f} s in all, local build {alone:.1f} s: {spent - alone:+.1f} s, {spent / alone:.2f} times")

    names = sorted(path.name for path in local.iterdir())
    differ = [name for name in names if not filecmp.cmp(local / name, out / "dataset" / name, shallow=False)]
    same = not differ and names == sorted(path.name for path in (out / "dataset").iterdir())
    whole = given(out / "articles") == texts
    proved = subprocess.run([program, "verify", out / "dataset"], stdout=subprocess.PIPE, text=True)
    print(f"{len(names)} files, {'the bytes of the local build' if same else f'that differ: {differ}'}")
    print(f"articles {'as they were' if whole else 'lost or changed'}; {proved.stdout.strip().rpartition(': ')[2]}")
    killed = not asked.kill or done.startswith("worker")
    return same and whole and killed and proved.returncode == 0


if __name__ == "__main__":
    main()
