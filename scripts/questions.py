#!/usr/bin/env python3
"""Ten questions that researchers ask of a dataset, each in polars and in DuckDB, which must agree.

usage: questions.py [DATASET]     (needs the packages in scripts/requirements.txt)

In polars a table goes by its name; in DuckDB, too, when this stands before:

    CREATE VIEW claims AS FROM 'dataset/claims.parquet';
"""
import json
import sys
from pathlib import Path

import duckdb
import polars as pl

TABLES = ["articles", "blocks", "sentences", "entities", "claims", "claim_entities", "speakers", "duplicates"]

# The question; in polars; in DuckDB.
QUESTIONS = [
    ("Who speaks most, with name and type?",
     """speakers.group_by("speaker_id").agg(pl.col("name").sort_by(pl.col("name").str.len_chars(), "name").last(),
         pl.col("type").drop_nulls().min(), pl.col("claims").sum())""",
     """SELECT speaker_id, last(name ORDER BY length(name), name), min(type), sum(claims)
        FROM speakers GROUP BY speaker_id"""),
    ("What did Vladimir Putin say, under every variant of his name?",
     """ids = speakers.filter(pl.col("variants").list.contains("Vladimir Putin"))["speaker_id"].implode()
claims.filter(pl.col("source_ids").list.set_intersection(ids.first()).list.len() > 0).select("source", "content")""",
     """SELECT source, content FROM claims WHERE list_has_any(source_ids, (SELECT list(speaker_id)
        FROM speakers WHERE list_contains(variants, 'Vladimir Putin')))"""),
    ("What is said about Russia, and by whom?",
     """about = claim_entities.filter(role="content", entity_id="russia").select("article_id", "claim").unique()
claims.join(about, on=["article_id", "claim"]).select("source", "content")""",
     """SELECT source, content FROM claims SEMI JOIN (FROM claim_entities
        WHERE role = 'content' AND entity_id = 'russia') USING (article_id, claim)"""),
    ("Who speaks about whom, and how often?",
     """about = claim_entities.filter(role="content", type="PERSON").rename({"entity_id": "about"})
claims.explode("source_ids").drop_nulls("source_ids").join(about, on=["article_id", "claim"]).group_by("source_ids", "about").len()""",
     """SELECT speaker, entity_id, count(*) FROM (SELECT article_id, claim, unnest(source_ids) AS speaker FROM claims)
        JOIN claim_entities USING (article_id, claim) WHERE role = 'content' AND type = 'PERSON' GROUP BY ALL"""),
    ("How many claims has each outlet in each month?",
     """told = claims.join(articles, on="article_id")
told.group_by("outlet", pl.col("published").dt.strftime("%Y-%m")).len()""",
     """SELECT outlet, strftime(published, '%Y-%m'), count(*)
        FROM claims JOIN articles USING (article_id) GROUP BY ALL"""),
    ("Which claims name more than ten of anything?",
     """many = entities.filter(pl.col("amount") > 10).select("article_id", "entity")
claims.join(claim_entities.join(many, on=["article_id", "entity"]), on=["article_id", "claim"], how="semi").select("content")""",
     """SELECT content FROM claims SEMI JOIN (SELECT article_id, claim FROM claim_entities JOIN entities
        USING (article_id, entity) WHERE amount > 10) USING (article_id, claim)"""),
    ("Which claims are hedged or denied?",
     """claims.filter(~pl.col("factuality").is_in(["CT+", "UU"])).select("source", "content", "factuality")""",
     """SELECT source, content, factuality FROM claims WHERE factuality NOT IN ('CT+', 'UU')"""),
    ("Who stays without a name?",
     """claims.filter((pl.col("voice") == "attributed") & (pl.col("source_ids").list.len() == 0)).select("source", "content")""",
     """SELECT source, content FROM claims WHERE voice = 'attributed' AND len(source_ids) = 0"""),
    ("How many quotations has each article, each counted once?",
     """claims.group_by("article_id").agg(pl.col("utterance").n_unique() - pl.col("utterance").has_nulls().cast(int))""",
     """SELECT article_id, count(DISTINCT utterance) FROM claims GROUP BY article_id"""),
    ("How is one claim told in several articles? (by the gold labels)",
     """told = gold_claims.drop_nulls("proposition").join(articles, on="article_id")
told.filter(pl.col("article_id").n_unique().over("proposition") > 1).select("proposition", "outlet", "content", "factuality")""",
     """SELECT proposition, outlet, content, factuality FROM gold_claims JOIN articles USING (article_id)
        WHERE proposition IS NOT NULL QUALIFY count(DISTINCT article_id) OVER (PARTITION BY proposition) > 1"""),
]


def in_polars(code, tables):
    """The rows of the last line of `code`."""
    *before, last = code.split("\n") if "=" in code.split("\n")[0].split("(")[0] else [code]
    names = dict(tables, pl=pl)
    exec("\n".join(before), names)
    return eval(last, names).rows()


def same(rows):
    return sorted(json.dumps(row, default=str) for row in rows)


def main():
    dataset = Path(sys.argv[1] if len(sys.argv) > 1 else "dataset")
    paths = {name: dataset / f"{name}.parquet" for name in TABLES}
    paths |= {f"gold_{name}": dataset / "gold" / f"{name}.parquet" for name in TABLES}
    tables = {name: pl.read_parquet(path) for name, path in paths.items()}
    base = duckdb.connect()
    for name, path in paths.items():
        base.read_parquet(str(path)).create_view(name)
    for question, code, query in QUESTIONS:
        if max(code.count("\n"), query.count("\n")) > 2:
            sys.exit(f"{question} takes more than three lines")
        found, expected = in_polars(code, tables), base.sql(query).fetchall()
        if same(found) != same(expected):
            sys.exit(f"{question} polars: {same(found)}\nDuckDB: {same(expected)}")
        print(f"{question} {len(found)} rows, the first {min(found, key=str, default=None)}")


if __name__ == "__main__":
    main()
