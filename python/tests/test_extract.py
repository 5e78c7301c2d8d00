"""Texts and tables in, what is found in them out."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import saidso
from conftest import TEXTS

TABLES = ["articles", "blocks", "sentences", "entities", "claims", "claim_entities", "speakers", "duplicates", "rejects"]


def rows(found: saidso.Dataset) -> dict[str, list[dict[str, object]]]:
    return {name: table.to_pylist() for name, table in found.items()}


@pytest.mark.parametrize("text", TEXTS)
def test_offsets_slice_the_words_back(text: str) -> None:
    document = saidso.extract(text)
    assert document.sentences and document.entities and document.claims
    ones: list[saidso.Sentence | saidso.Entity] = [*document.sentences, *document.entities]
    for one in ones:
        assert document.text[one.start : one.end] == one.text
    for claim in document.claims:
        for words, spans in [
            (claim.source, claim.source_spans),
            (claim.cue, claim.cue_spans),
            (claim.content, claim.content_spans),
            (claim.addressee, claim.addressee_spans),
        ]:
            assert " … ".join(document.text[start:end] for start, end in spans) == words


def test_a_text_and_its_row_say_the_same(articles: pa.Table) -> None:
    found = saidso.extract(articles)
    document = saidso.extract(TEXTS[0], id="storm")
    for name in ["blocks", "sentences", "entities", "claims"]:
        own = [row for row in found[name].to_pylist() if row["article_id"] == "storm"]
        alone = document.table(name).to_pylist()
        # Of a bare text nobody knows on which day its "today" was.
        for row in own + alone:
            row.pop("iso", None)
        assert alone == own, name


@pytest.mark.parametrize(("fast", "least"), [(False, 0.0), (True, 0.5)])
def test_a_table_gives_every_column_that_a_build_writes(
    articles: pa.Table, tmp_path: Path, fast: bool, least: float
) -> None:
    path = tmp_path / "news.parquet"
    pq.write_table(articles, path)
    built = saidso.build(path, tmp_path / "out", fast=fast, min_confidence=least)
    found = saidso.extract(articles, name=str(path), fast=fast, min_confidence=least)
    assert list(found) == list(built) == TABLES
    for name in TABLES:
        assert found[name].schema.equals(built[name].schema), name
        assert [field.metadata for field in found[name].schema] == [
            {key: value for key, value in (field.metadata or {}).items() if key != b"PARQUET:field_id"}
            for field in built[name].schema
        ], name
        assert found[name].equals(built[name]), name
    assert found.articles.num_rows == 4 and found.duplicates.num_rows == 1
    assert sorted(found.rejects.column("reason").to_pylist()) == ["empty", "same-id"]


def test_tables_of_every_library_give_the_same_rows(articles: pa.Table) -> None:
    expected = rows(saidso.extract(articles))
    frame = pl.from_arrow(articles)
    assert isinstance(frame, pl.DataFrame)
    connection = duckdb.connect()
    connection.register("news", articles)
    tables: list[object] = [
        frame,
        connection.sql("SELECT * FROM news"),
        articles.to_reader(max_chunksize=2),
        articles.combine_chunks().to_batches()[0],
        articles.to_batches(max_chunksize=1),
        (batch for batch in articles.to_batches(max_chunksize=4)),
        pa.table(articles.columns, names=articles.column_names).cast(
            pa.schema([(field.name, pa.large_string() if field.name == "text" else field.type) for field in articles.schema])
        ),
    ]
    for table in tables:
        assert rows(saidso.extract(table)) == expected, type(table)  # type: ignore[call-overload]


def test_a_frame_of_pandas_is_a_table() -> None:
    frame = pd.DataFrame({"id": ["a", "b"], "text": TEXTS[:2]})
    expected = rows(saidso.extract(pa.table({"id": ["a", "b"], "text": TEXTS[:2]})))
    assert rows(saidso.extract(frame)) == expected


def test_a_record_batch_alone_is_a_table(articles: pa.Table) -> None:
    class Batch:
        """Has `__arrow_c_array__` and nothing else."""

        def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]:
            pair: tuple[object, object] = articles.combine_chunks().to_batches()[0].__arrow_c_array__(requested_schema)
            return pair

    assert rows(saidso.extract(Batch())) == rows(saidso.extract(articles))


def test_rows_without_ids_are_called_by_their_numbers() -> None:
    found = saidso.extract(pa.table({"body": TEXTS}), columns={"text": "body"}, name="wire")
    assert found.articles.column("article_id").to_pylist() == ["wire:0", "wire:1", "wire:2"]
    assert found.articles.column("path").to_pylist() == ["wire"] * 3


def test_a_table_of_no_rows_gives_tables_of_no_rows() -> None:
    for nothing in [pa.table({"text": pa.array([], pa.string())}), []]:
        found = saidso.extract(nothing)
        assert list(found) == TABLES and all(table.num_rows == 0 for table in found.values())


def test_threads_change_no_row(articles: pa.Table) -> None:
    assert rows(saidso.extract(articles, threads=1)) == rows(saidso.extract(articles, threads=7))


def test_methods_are_those_that_were_asked_for(articles: pa.Table) -> None:
    found = saidso.extract(articles, sentences="uax29", entities="capitals", claims="quotes")
    for name, method in [("sentences", "uax29"), ("entities", "capitals"), ("claims", "quotes")]:
        assert set(found[name].column("method").to_pylist()) == {method}
    fast = saidso.extract(articles, fast=True)
    assert set(fast.claims.column("method").to_pylist()) == {"rules"}


def test_every_column_says_what_it_means(articles: pa.Table) -> None:
    for table in saidso.extract(articles).values():
        for field in table.schema:
            assert field.metadata[b"description"], field.name
