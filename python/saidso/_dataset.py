"""Tables of a dataset, in memory or in a folder."""

from __future__ import annotations

import html
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from saidso import _native

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import polars as pl


class Dataset(Mapping[str, pa.Table]):
    """The tables of a dataset by name: ``articles``, ``blocks``, ``sentences``, ``entities``, ``claims``, ``duplicates``
    and ``rejects``; ``saidso schema`` prints what each column means. Those of a folder are read when they are asked for.

    >>> import saidso
    >>> import pyarrow as pa
    >>> found = saidso.extract(pa.table({"id": ["a"], "text": ["Jane Doe said that Oslo waits."]}))
    >>> found
    <saidso.Dataset: 1 articles, 1 blocks, 1 sentences, 2 entities, 1 claims, 2 claim_entities, 1 speakers, 0 duplicates, 0 rejects>
    >>> found.claims.column("content").to_pylist()
    ['Oslo waits']
    >>> found.duckdb().sql("SELECT text, type FROM entities ORDER BY char_start").fetchall()
    [('Jane Doe', 'PERSON'), ('Oslo', 'GPE')]
    """

    def __init__(
        self, tables: Mapping[str, pa.Table | Path], manifest: Mapping[str, Any] | None = None, gold: Dataset | None = None
    ) -> None:
        self._tables = dict(tables)
        #: How it was made and what it holds, where it stands in a folder.
        self.manifest = manifest
        #: The hand-labeled articles of it, where there are any.
        self.gold = gold

    def arrow(self, name: str) -> pa.Table:
        """A table."""
        table = self._tables[name]
        if isinstance(table, Path):
            table = self._tables[name] = pq.read_table(table)
        return table

    def polars(self, name: str) -> pl.DataFrame:
        """A table for polars, which must be installed."""
        import polars as pl

        frame = pl.from_arrow(self.arrow(name))
        assert isinstance(frame, pl.DataFrame)
        return frame

    def pandas(self, name: str) -> pd.DataFrame:
        """A table for pandas, which must be installed."""
        frame: pd.DataFrame = self.arrow(name).to_pandas()
        return frame

    def duckdb(self) -> duckdb.DuckDBPyConnection:
        """A connection of DuckDB, which must be installed, with every table as a view."""
        import duckdb

        connection = duckdb.connect()
        for name, table in self.items():
            connection.register(name, table)
        return connection

    @property
    def articles(self) -> pa.Table:
        """A row an article: its text and what it says about itself."""
        return self.arrow("articles")

    @property
    def blocks(self) -> pa.Table:
        """A row a paragraph, the dropped ones too."""
        return self.arrow("blocks")

    @property
    def sentences(self) -> pa.Table:
        """A row a sentence."""
        return self.arrow("sentences")

    @property
    def entities(self) -> pa.Table:
        """A row a mention of a name, date or number."""
        return self.arrow("entities")

    @property
    def claims(self) -> pa.Table:
        """A row a claim."""
        return self.arrow("claims")

    @property
    def claim_entities(self) -> pa.Table:
        """A row a mention in a claim: who or what is named, and where."""
        return self.arrow("claim_entities")

    @property
    def speakers(self) -> pa.Table:
        """A row somebody who speaks in an article, under every name it has there."""
        return self.arrow("speakers")

    @property
    def duplicates(self) -> pa.Table:
        """A row an article that says what another one said first."""
        return self.arrow("duplicates")

    @property
    def rejects(self) -> pa.Table:
        """A row an input that was set aside, and why."""
        return self.arrow("rejects")

    def __getitem__(self, name: str) -> pa.Table:
        return self.arrow(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def __repr__(self) -> str:
        counts = ", ".join(f"{count} {name}" for name, count in self._counts())
        return f"<saidso.Dataset: {counts}>"

    def _repr_html_(self) -> str:
        rows = "".join(f"<tr><td>{html.escape(name)}</td><td>{count:,}</td></tr>" for name, count in self._counts())
        return f"<table><thead><tr><th>table</th><th>rows</th></tr></thead><tbody>{rows}</tbody></table>"

    def _counts(self) -> list[tuple[str, int]]:
        def rows(table: pa.Table | Path) -> int:
            about = pq.read_metadata(table) if isinstance(table, Path) else table
            return int(about.num_rows)

        return [(name, rows(table)) for name, table in self._tables.items()]


def load(directory: str | os.PathLike[str]) -> Dataset:
    """The dataset in ``directory``, which ``saidso build`` or :func:`saidso.build` wrote.

    Raises :class:`saidso.SaidsoError` where there is none, or it is of another version of the schema.
    """
    manifest = json.loads(_native.manifest(os.fspath(directory)))
    files = [Path(file["path"]) for file in manifest["files"]]

    def tables(folder: Path) -> dict[str, pa.Table | Path]:
        return {file.stem: Path(directory) / file for file in files if file.parent == folder}

    gold = tables(Path("gold"))
    return Dataset(tables(Path()), manifest, Dataset(gold, manifest) if gold else None)
