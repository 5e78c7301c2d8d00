"""Datasets in folders, and how a build ends."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import saidso
from conftest import TEXTS

ROOT = Path(__file__).parents[2]


def test_a_build_is_that_of_the_command_line(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for at, text in enumerate(TEXTS):
        (folder / f"{at}.txt").write_text(text, encoding="utf-8")
    program = Path(sys.executable).parent / "saidso"
    subprocess.run([program, "build", folder, "-o", tmp_path / "typed", "--threads", "1"], check=True, capture_output=True)
    found = saidso.build([folder], tmp_path / "called", threads=3)
    assert found.manifest == saidso.load(tmp_path / "typed").manifest
    for path in sorted((tmp_path / "typed").iterdir()):
        assert path.read_bytes() == (tmp_path / "called" / path.name).read_bytes(), path.name


def test_shards_become_the_whole_build(tmp_path: Path) -> None:
    for at, text in enumerate(TEXTS):
        write(tmp_path / f"{at}.txt", text)
    saidso.build(tmp_path / "*.txt", tmp_path / "whole", fast=True)
    shards = [tmp_path / f"shard-{at}" for at in (1, 2, 3)]
    for at, shard in enumerate(shards, start=1):
        saidso.build(tmp_path / "*.txt", shard, fast=True, shard=f"{at}/3")
    merged = saidso.merge(shards[::-1], tmp_path / "merged")
    assert merged.articles.num_rows == len(TEXTS)
    for path in sorted((tmp_path / "whole").iterdir()):
        assert path.read_bytes() == (tmp_path / "merged" / path.name).read_bytes(), path.name
    proof = saidso.verify(tmp_path / "merged")
    assert proof == saidso.verify(tmp_path / "whole") and proof.slices > 0


def test_what_cannot_be_one_dataset_says_why(tmp_path: Path) -> None:
    for name in ("first", "second"):
        saidso.build(write(tmp_path / "a.txt", TEXTS[0]), tmp_path / name, fast=True)
    with pytest.raises(saidso.SaidsoError, match="stands in .*first, too") as raised:
        saidso.merge([tmp_path / "first", tmp_path / "second"], tmp_path / "out")
    assert raised.value.hint is not None and "--shard" in raised.value.hint
    with pytest.raises(saidso.NotFoundError, match="none"):
        saidso.merge([tmp_path / "first", tmp_path / "none"], tmp_path / "out")
    with pytest.raises(saidso.InputError, match="no dataset"):
        saidso.merge([], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_raw_file_that_was_changed_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    article = write(Path("a.txt"), TEXTS[0])
    saidso.build(article, tmp_path / "out", fast=True)
    monkeypatch.chdir("/")
    with pytest.raises(saidso.SaidsoError) as raised:
        saidso.verify(tmp_path / "out")
    assert raised.value.hint is not None and "paths are as given" in raised.value.hint
    assert saidso.verify(tmp_path / "out", raw=tmp_path).files == 9
    write(tmp_path / "a.txt", TEXTS[1])
    with pytest.raises(saidso.SaidsoError, match="article a"):
        saidso.verify(tmp_path / "out", raw=tmp_path)


def test_gold_is_a_dataset_of_its_own(tmp_path: Path) -> None:
    found = saidso.build(ROOT / "datasets/articles", tmp_path / "out", gold=ROOT / "datasets/gold", fast=True)
    assert found.gold is not None and found.gold.gold is None
    assert set(found.gold.claims.column("method").to_pylist()) == {"gold"}
    assert found.articles.num_rows == found.gold.articles.num_rows == 5


def test_a_dataset_is_read_by_every_library(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text(TEXTS[1], encoding="utf-8")
    found = saidso.build(article, tmp_path / "out")
    contents = found.claims.column("content").to_pylist()
    assert contents and found.arrow("claims").equals(found["claims"])
    assert found.polars("claims")["content"].to_list() == contents
    assert found.pandas("claims")["content"].to_list() == contents
    connection = found.duckdb()
    assert isinstance(connection, duckdb.DuckDBPyConnection)
    assert [row[0] for row in connection.sql("SELECT content FROM claims").fetchall()] == contents
    assert f"{len(contents)} claims" in repr(found) and "<td>claims</td>" in found._repr_html_()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
@pytest.mark.parametrize("resume", [False, True])
def test_ctrl_c_ends_a_build_and_leaves_no_stray(tmp_path: Path, resume: bool) -> None:
    many = pa.table({"text": [f"Report {at}. " + TEXTS[at % 3] * 20 for at in range(20_000)]})
    pq.write_table(many, tmp_path / "many.parquet")
    saidso.build(write(tmp_path / "a.txt", TEXTS[0]), tmp_path / "out")
    before = (tmp_path / "out" / "claims.parquet").read_bytes()
    program = (
        "import sys, saidso\n"
        "try:\n"
        f"    saidso.build(sys.argv[1], sys.argv[2], resume={resume})\n"
        "except KeyboardInterrupt:\n"
        "    print('interrupted')\n"
        "    print(saidso.extract('Oslo waits, she said.').claims[0].source)\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "many.parquet"), str(tmp_path / "out")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        staging = tmp_path / ".out.saidso-next" / "claims.parquet"
        while not staging.exists() and process.poll() is None:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (0, "interrupted\nshe\n", "")
    left = {path.name for path in tmp_path.iterdir()} - {"many.parquet", "a.txt", "out"}
    assert left <= ({".out.saidso-next"} if resume else set())
    assert (tmp_path / "out" / "claims.parquet").read_bytes() == before


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path
