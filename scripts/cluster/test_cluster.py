"""A part on its own, and small runs of check.py: pytest scripts/cluster, with saidso and pytest installed.

An engine that is not installed is skipped; requirements.txt beside this has both.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import parts
import pyarrow as pa
import pytest
import saidso

HERE = Path(__file__).parent
ROWS = pa.record_batch({
    "id": ["storm", "wait", "wait", "none"],
    "text": ["Jane Doe said the harbour was closed.", "“We wait,” the mayor said.", "Another of this id.", None],
    "outlet": ["Oslo Post", None, None, None],
})  # fmt: skip


def built(batches: list[pa.RecordBatch], out: Path) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = pa.Table.from_batches(parts.build(batches, "part-0", out, True), parts.COUNTS).to_pylist()
    return rows


def test_a_part_is_what_a_local_build_makes_of_its_articles(tmp_path: Path) -> None:
    assert built([ROWS.slice(0, 0), ROWS.slice(0, 1), ROWS.slice(1)], tmp_path) == [
        {"part": "part-0", "articles": 2, "claims": 2, "rejects": 2}
    ]
    saidso.build(tmp_path / "articles", tmp_path / "local", fast=True)
    for path in (tmp_path / "local").iterdir():
        assert path.read_bytes() == (tmp_path / "parts" / "part-0" / path.name).read_bytes(), path.name


def test_a_part_that_is_built_again_is_the_same(tmp_path: Path) -> None:
    def files() -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    first, before = built([ROWS], tmp_path), files()
    # What a worker leaves that is killed while it writes.
    (tmp_path / "articles" / "part-0.next").write_bytes(b"PAR1")
    (tmp_path / "parts" / ".part-0.saidso-next").mkdir()
    assert (built([ROWS], tmp_path), files()) == (first, before)


def test_parts_without_articles_end_nothing(tmp_path: Path) -> None:
    assert built([], tmp_path) == built([ROWS.slice(0, 0)], tmp_path) == []
    assert built([ROWS.slice(3)], tmp_path) == [{"part": "part-0", "articles": 0, "claims": 0, "rejects": 1}]


@pytest.mark.parametrize(("engine", "package"), [("spark", "pyspark"), ("ray", "ray")])
def test_an_engine_whose_worker_is_killed_writes_the_local_tables(engine: str, package: str, tmp_path: Path) -> None:
    if importlib.util.find_spec(package) is None:
        pytest.skip(f"{package} is not installed; scripts/cluster/requirements.txt has it")
    check = [sys.executable, str(HERE / "check.py"), engine, "--megabytes=16", "--parts=8", "--kill"]
    run = subprocess.run([*check, f"--folder={tmp_path}"], capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
