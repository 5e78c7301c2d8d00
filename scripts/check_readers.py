#!/usr/bin/env python3
"""Open a dataset in polars, pandas/pyarrow, DuckDB, Hugging Face datasets and Croissant and compare rows and types.

usage: check_readers.py [DATASET]     (needs the packages in scripts/requirements.txt)

Exits 1 at the first table that two readers see differently, or when a slice of a text by a row's
char_start and char_end is not the row's own text.
"""

import json
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import datasets
import duckdb
import mlcroissant
import pandas
import polars
import pyarrow.parquet

# Each reader's name of a type, as one of ours.
POLARS = {"String": "string", "Int32": "int32", "Int64": "int64", "Float32": "float", "Float64": "double", "Date": "date"}
DUCKDB = {"VARCHAR": "string", "INTEGER": "int32", "BIGINT": "int64", "FLOAT": "float", "DOUBLE": "double", "DATE": "date"}
POLARS["List(String)"] = DUCKDB["VARCHAR[]"] = WORDS = "list<string>"
SPANS = "list<struct>"


def arrow_types(table):
    plain = {"string": "string", "int32": "int32", "int64": "int64", "float": "float", "double": "double",
             "date32[day]": "date"}
    lists = {"list<element: string": WORDS, "list<element: struct": SPANS}
    return {f.name: lists.get(str(f.type)[:20]) or plain[str(f.type)] for f in table.schema}


def polars_types(frame):
    return {n: SPANS if str(t).startswith("List(Struct(") else POLARS[str(t)] for n, t in frame.schema.items()}


def duckdb_types(relation):
    pairs = zip(relation.columns, map(str, relation.types))
    return {n: SPANS if t.startswith("STRUCT(") and t.endswith("[]") else DUCKDB[t] for n, t in pairs}


def plain(value):
    """A row's value in a form that all readers share."""
    if value is None or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, list):
        return [plain(item) for item in value]
    if hasattr(value, "isoformat"):
        return value.isoformat()[:10]
    if isinstance(value, bytes):
        return value.decode()
    return round(float(value), 6) if isinstance(value, float) else value


def rows(records):
    return [{key: plain(value) for key, value in record.items()} for record in records]


def pandas_rows(path):
    frame = pandas.read_parquet(path, dtype_backend="pyarrow")
    return rows(frame.astype(object).where(frame.notna(), None).to_dict("records"))


def check(path):
    arrow = pyarrow.parquet.read_table(path)
    frame = polars.read_parquet(path)
    relation = duckdb.read_parquet(str(path))
    types = {"pyarrow": arrow_types(arrow), "polars": polars_types(frame), "DuckDB": duckdb_types(relation)}
    for name, found in types.items():
        if found != types["pyarrow"]:
            sys.exit(f"{path}: {name} sees {found}, pyarrow {types['pyarrow']}")
    names = relation.columns
    seen = {
        "pyarrow": rows(arrow.to_pylist()),
        "polars": rows(frame.to_dicts()),
        "pandas": pandas_rows(path),
        "DuckDB": rows([dict(zip(names, row)) for row in relation.fetchall()]),
    }
    for name, found in seen.items():
        if found != seen["pyarrow"]:
            first = next((i for i, (a, b) in enumerate(zip(found, seen["pyarrow"])) if a != b), len(found))
            sys.exit(f"{path}: {name} sees other rows than pyarrow, first row {first}")
    return seen["pyarrow"]


def croissant_rows(described, name):
    """The records of a set; the names of fields without those of what holds them."""

    def short(value):
        if isinstance(value, dict):
            return {key.rsplit("/", 1)[1]: short(item) for key, item in value.items()}
        return [short(item) for item in value] if isinstance(value, list) else value

    return rows(short(plain(record)) for record in described.records(name))


def check_shared(dataset, tables):
    """What those see to whom the dataset is given: its card is for the Hub, its Croissant for everybody."""
    described = mlcroissant.Dataset(jsonld=str(dataset / "croissant.json"))
    for name, expected in tables.items():
        if croissant_rows(described, name) != expected:
            sys.exit(f"{dataset}: Croissant's {name} has other rows than the table")
        if expected:
            # A cache of its own: the shared one may hold the rows of a dataset that stood here before.
            with tempfile.TemporaryDirectory() as cache:
                loaded = rows(datasets.load_dataset(str(dataset), name, split="train", cache_dir=cache).to_list())
            if loaded != expected:
                sys.exit(f"{dataset}: Hugging Face datasets sees other rows of {name} than pyarrow")


def check_slices(folder, tables):
    texts = {row["article_id"]: row["text"] for row in tables["articles"]}
    count = 0
    for name in ["blocks", "sentences", "entities", "claims"]:
        for number, row in enumerate(tables[name]):
            text = texts[row["article_id"]]
            found = {"text": text[row["char_start"] : row["char_end"]]} if row["char_start"] is not None and "text" in row else {}
            for role in ("source", "cue", "content", "addressee") if name == "claims" else ():
                found[role] = " … ".join(text[part["char_start"] : part["char_end"]] for part in row[f"{role}_spans"])
            for column, words in found.items():
                count += 1
                if words != row[column]:
                    sys.exit(f"{folder}/{name}.parquet: row {number}: {column} is not {words!r}, which stands there")
    return count


def main():
    dataset = Path(sys.argv[1] if len(sys.argv) > 1 else "dataset")
    manifest = json.loads((dataset / "manifest.json").read_text())
    datasets.disable_progress_bars()
    shared = {}
    for folder in sorted({Path(file["path"]).parent for file in manifest["files"]}):
        tables = {}
        for file in manifest["files"]:
            path = Path(file["path"])
            if path.parent != folder:
                continue
            tables[path.stem] = check(dataset / path)
            if len(tables[path.stem]) != file["rows"]:
                sys.exit(f"{path}: {len(tables[path.stem])} rows, the manifest says {file['rows']}")
        shared |= {name if folder == Path(".") else f"{folder}_{name}": found for name, found in tables.items()}
        slices = check_slices(dataset / folder, tables)
        total = sum(map(len, tables.values()))
        print(f"{dataset / folder}: {len(tables)} tables, {total} rows, {slices} slices: the same in pyarrow "
              f"{pyarrow.__version__}, pandas {pandas.__version__}, polars {polars.__version__}, DuckDB {duckdb.__version__}")
    check_shared(dataset, shared)
    print(f"{dataset}: {len(shared)} tables: the same in datasets {datasets.__version__}, by its card, and in "
          f"mlcroissant {version('mlcroissant')}")


if __name__ == "__main__":
    main()
