"""Articles in, what is found in them out."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Protocol, TypeAlias, overload

import pyarrow as pa

from saidso import _native
from saidso._dataset import Dataset, load
from saidso._document import Document

Path: TypeAlias = "str | os.PathLike[str]"


class ArrowStream(Protocol):
    """A table of any library that speaks Arrow's PyCapsule interface: pyarrow, polars, pandas, DuckDB, …"""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...


class ArrowArray(Protocol):
    """A record batch, likewise."""

    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...


Table: TypeAlias = ArrowStream | ArrowArray | Iterable[ArrowArray]


@overload
def extract(
    articles: str,
    *,
    blocks: str | None = None,
    sentences: str | None = None,
    entities: str | None = None,
    claims: str | None = None,
    model: Path | Sequence[Path] = (),
    fast: bool = False,
    any_language: bool = False,
    min_confidence: float = 0.0,
    id: str = "text",
) -> Document: ...


@overload
def extract(
    articles: Table,
    *,
    blocks: str | None = None,
    sentences: str | None = None,
    entities: str | None = None,
    claims: str | None = None,
    model: Path | Sequence[Path] = (),
    fast: bool = False,
    any_language: bool = False,
    min_confidence: float = 0.0,
    columns: Mapping[str, str] | None = None,
    threads: int | None = None,
    name: str = "table",
) -> Dataset: ...


def extract(
    articles: str | Table,
    *,
    blocks: str | None = None,
    sentences: str | None = None,
    entities: str | None = None,
    claims: str | None = None,
    model: Path | Sequence[Path] = (),
    fast: bool = False,
    any_language: bool = False,
    min_confidence: float = 0.0,
    columns: Mapping[str, str] | None = None,
    threads: int | None = None,
    id: str = "text",
    name: str = "table",
) -> Document | Dataset:
    """What is found in an article, or in each row of a table.

    A text becomes a :class:`saidso.Document`. A table, a record batch or an iterable of record batches becomes a
    :class:`saidso.Dataset` of the tables that a build writes; its rows are articles with ``text`` and perhaps ``id``,
    ``headline``, ``published``, ``outlet``, ``url``, ``authors`` and ``language``, and what else they say is carried in
    ``metadata``. Rows that are no article stand in ``rejects``, with the reason; a text that is none raises
    :class:`saidso.InputError`.

    :param blocks: the method that tells what each line is; ``saidso methods`` lists those of each layer
    :param sentences: the method that cuts the text into sentences
    :param entities: the method that finds names, dates and numbers
    :param claims: the method that finds who said what
    :param model: files that ``saidso train`` wrote, each for its layer
    :param fast: the rules in every layer: several times faster, and less often right
    :param any_language: look for entities and claims in texts that are not English, too
    :param min_confidence: leave out entities and claims that are less sure
    :param columns: what fields are called in the table: ``{"text": "body"}``
    :param threads: threads that read a table, one for each core if left out; the rows do not depend on it
    :param id: the id of an article that is a text
    :param name: what stands in ``articles.path``, and before the number of a row in the id of one that has none

    >>> import polars as pl
    >>> import saidso
    >>> news = pl.DataFrame({"key": [7], "body": ["“We wait,” the minister told reporters."]})
    >>> found = saidso.extract(news, columns={"id": "key", "text": "body"}, claims="rules")
    >>> found.polars("claims").select("article_id", "source", "addressee").rows()
    [('7', 'the minister', 'reporters')]
    """
    models = _paths(model)
    typed = _typed(
        blocks=blocks,
        sentences=sentences,
        entities=entities,
        claims=claims,
        model=models,
        fast=fast,
        any_language=any_language,
        min_confidence=min_confidence,
        column=_columns(columns),
        threads=threads,
    )
    extractor = _extractor(tuple(typed), tuple(_state(path) for path in models))
    if isinstance(articles, str):
        return Document(extractor.text(id, articles))
    return Dataset(extractor.tables(_stream(articles), name))


def build(
    paths: Path | Sequence[Path],
    out: Path,
    *,
    gold: Path | None = None,
    blocks: str | None = None,
    sentences: str | None = None,
    entities: str | None = None,
    claims: str | None = None,
    model: Path | Sequence[Path] = (),
    fast: bool = False,
    any_language: bool = False,
    min_confidence: float = 0.0,
    columns: Mapping[str, str] | None = None,
    threads: int | None = None,
    shard: str | None = None,
    update: bool = False,
    resume: bool = False,
) -> Dataset:
    """Builds the dataset ``out`` of articles in files, as ``saidso build`` does, and loads it.

    Inputs that are no article stand in its ``rejects``; ``saidso build --help`` says what each option means. Ctrl-C ends
    it with :class:`KeyboardInterrupt`: what was being written goes, a dataset that stood before still stands.

    >>> import pathlib, tempfile
    >>> import saidso
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "wait.txt").write_text("Jane Doe said that Oslo waits.", encoding="utf-8")
    >>> saidso.build(folder / "wait.txt", folder / "dataset").claims.column("source").to_pylist()
    ['Jane Doe']
    """
    typed = _typed(
        output=os.fspath(out),
        gold=None if gold is None else os.fspath(gold),
        blocks=blocks,
        sentences=sentences,
        entities=entities,
        claims=claims,
        model=_paths(model),
        fast=fast,
        any_language=any_language,
        min_confidence=min_confidence,
        column=_columns(columns),
        threads=threads,
        shard=shard,
        update=update,
        resume=resume,
        quiet=True,
    )
    _native.build([*typed, "--", *_paths(paths)])
    return load(out)


def _typed(**options: str | float | bool | list[str] | None) -> list[str]:
    """The options as they are typed."""
    typed: list[str] = []
    for name, value in options.items():
        flag = "--" + name.replace("_", "-")
        if value is True:
            typed.append(flag)
        elif value is not None and value is not False:
            values = value if isinstance(value, list) else [value]
            typed += [f"{flag}={one}" for one in values]
    return typed


def _columns(columns: Mapping[str, str] | None) -> list[str]:
    return [f"{field}={name}" for field, name in (columns or {}).items()]


def _paths(paths: Path | Sequence[Path]) -> list[str]:
    if isinstance(paths, (str, os.PathLike)):
        return [os.fspath(paths)]
    return [os.fspath(path) for path in paths]


def _state(path: str) -> int:
    """Changes when the file does, so that a model that was trained anew is read anew."""
    return os.stat(path).st_mtime_ns if os.path.exists(path) else 0


@lru_cache(maxsize=8)
def _extractor(typed: tuple[str, ...], states: tuple[int, ...]) -> _native.Extractor:
    """Reading the models takes longer than an article."""
    return _native.Extractor(list(typed))


def _stream(articles: Table) -> object:
    if hasattr(articles, "__arrow_c_stream__") or hasattr(articles, "__arrow_c_array__"):
        return articles
    if not isinstance(articles, Iterable) or isinstance(articles, (bytes, os.PathLike)):
        raise TypeError(f"a text, a table or record batches, not {type(articles).__name__}; for files there is saidso.build")
    batches = map(pa.record_batch, articles)
    first = next(batches, None)
    if first is None:
        return pa.table({"text": pa.array([], pa.string())})
    return pa.RecordBatchReader.from_batches(first.schema, chain([first], batches))
