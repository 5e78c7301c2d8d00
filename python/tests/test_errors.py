"""What goes wrong, in the words of the command line."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pytest
import saidso


def test_a_wrong_method_is_told_the_right_ones() -> None:
    with pytest.raises(saidso.InputError, match="capitals") as raised:
        saidso.extract("Oslo waits.", entities="capitls")
    assert isinstance(raised.value, ValueError)
    assert raised.value.hint is not None and "'capitals'" in raised.value.hint


def test_a_method_beside_fast_is_refused() -> None:
    with pytest.raises(saidso.InputError, match="cannot be used with"):
        saidso.extract("Oslo waits.", fast=True, claims="judge")


def test_a_missing_file_is_a_missing_file(tmp_path: Path) -> None:
    runs: list[Callable[[], object]] = [
        lambda: saidso.load(tmp_path / "none"),
        lambda: saidso.build(tmp_path / "none", tmp_path / "out"),
        lambda: saidso.extract("Oslo waits.", model=tmp_path / "none"),
        lambda: saidso.score(tmp_path / "none.jsonl", []),
    ]
    for run in runs:
        with pytest.raises(FileNotFoundError, match="none") as raised:
            run()
        assert isinstance(raised.value, saidso.SaidsoError) and raised.value.hint
        assert raised.value.hint in str(raised.value)
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_article_says_why() -> None:
    for text, why in [("", "no text"), ("{\\rtf1 Oslo}", "RTF"), ("\0\1\2", "NUL")]:
        with pytest.raises(saidso.InputError, match=why):
            saidso.extract(text)


def test_a_table_without_texts_is_told_its_columns() -> None:
    with pytest.raises(saidso.InputError, match='the column "text" has no strings, but'):
        saidso.extract(pa.table({"body": ["Oslo waits."], "text": [1]}))


def test_bytes_that_are_no_utf8_are_refused() -> None:
    offsets = pa.py_buffer(b"\0\0\0\0\2\0\0\0")
    texts = pa.StringArray.from_buffers(1, offsets, pa.py_buffer(b"\xff\xfe"))
    with pytest.raises(saidso.InputError, match="(?i)utf-?8"):
        saidso.extract(pa.table({"text": texts}))


def test_an_error_of_the_table_is_not_lost() -> None:
    def batches() -> Iterator[pa.RecordBatch]:
        yield pa.record_batch({"text": ["Oslo waits."]})
        raise RuntimeError("the line is dead")

    with pytest.raises(saidso.InputError, match="the line is dead"):
        saidso.extract(batches())


def test_what_is_no_table_is_refused() -> None:
    for wrong in [7, b"Oslo waits.", Path("a.txt")]:
        with pytest.raises(TypeError, match="saidso.build"):
            saidso.extract(wrong)  # type: ignore[call-overload]


def test_a_folder_of_something_else_is_kept(tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").write_text("mine")
    article = tmp_path / "a.txt"
    article.write_text("Oslo waits, she said.")
    with pytest.raises(saidso.SaidsoError, match="thesis.doc") as raised:
        saidso.build(article, tmp_path)
    assert raised.value.hint is not None and "nothing was changed" in raised.value.hint
    assert (tmp_path / "thesis.doc").read_text() == "mine"


def test_errors_cross_processes() -> None:
    error = saidso.InputError("wrong", "do this")
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.hint, type(again)) == (str(error), "do this", saidso.InputError)
    missing = pickle.loads(pickle.dumps(saidso.NotFoundError("gone", "look there")))
    assert (missing.message, missing.hint) == ("gone", "look there")
