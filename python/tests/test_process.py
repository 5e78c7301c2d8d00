"""What a process that lives long needs: no memory that grows, many threads, and the command line."""

from __future__ import annotations

import gc
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pytest
import saidso
from conftest import TEXTS

PROGRAM = Path(sys.executable).parent / "saidso"


def resident() -> int:
    """Bytes of this process in memory."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="only Linux says so in a file")
def test_ten_thousand_calls_leave_no_memory_behind() -> None:
    table = pa.table({"text": TEXTS})

    def grown() -> int:
        """Bytes that 2,000 calls and 20 tables leave behind."""
        before = resident()
        for at in range(2_000):
            document = saidso.extract(TEXTS[0], fast=True)
            assert document.text
            if at % 10 == 0:
                assert document.table("claims").num_rows == len(document.claims) > 0
        for _ in range(20):
            saidso.extract(table, fast=True)
        gc.collect()
        return resident() - before

    # A leak grows every time; an allocator keeps pages for each thread once. 100 bytes a call would be 200 kB a round.
    assert min(grown() for _ in range(5)) < 100_000


def test_eight_threads_find_what_one_does() -> None:
    texts = [f"{text}Report {at}.\n" for at in range(16) for text in TEXTS]
    alone = [saidso.extract(text).to_json() for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda text: saidso.extract(text).to_json(), texts)) == alone
    table = pa.table({"text": texts})
    expected = saidso.extract(table)
    with ThreadPoolExecutor(8) as pool:
        for found in pool.map(lambda _: saidso.extract(table, threads=2), range(8)):
            assert all(found[name].equals(expected[name]) for name in expected)


def test_the_command_line_comes_with_the_package(tmp_path: Path) -> None:
    def run(*typed: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([PROGRAM, *typed], capture_output=True, text=True, cwd=tmp_path)

    assert run("--version").stdout == f"saidso {saidso.__version__}\n"
    assert run("methods").returncode == 0
    wrong = run("build", "none", "-o", "out")
    assert wrong.returncode == 2 and wrong.stderr.startswith("error: none") and "\nhint: " in wrong.stderr
    assert run("build", "--thread").returncode == 2
    (tmp_path / "a.txt").write_text(TEXTS[0], encoding="utf-8")
    (tmp_path / "empty.txt").write_text("")
    assert run("build", "a.txt", "empty.txt", "-o", "out").returncode == 1
    assert run("verify", "out").returncode == 0
