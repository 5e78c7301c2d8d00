#!/usr/bin/env python3
"""Open a dataset in pyarrow, arrow-rs, pandas, polars, DuckDB and Spark and compare rows, types and a checksum of every
column; then in Hugging Face datasets, by its card, and in Croissant.

usage: check_readers.py [--columns] [DATASET]     (needs the packages in scripts/requirements.txt)

Spark is asked where it is installed (pyspark, and a Java); the closing line says who was. With --columns, the type and
checksum of every column are printed.

Exits 1 at the first table that two readers see differently, or when a slice of a text by a row's
char_start and char_end is not the row's own text.
"""

import argparse
import hashlib
import json
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import datasets
import mlcroissant

from readers import plain, readers, rows


def checksums(rows):
    """For each column, the first digits of the SHA-256 of its values in order, as JSON."""
    columns = {}
    for row in rows:
        for name, value in row.items():
            text = json.dumps(value, ensure_ascii=False) + "\n"
            columns.setdefault(name, hashlib.sha256()).update(text.encode())
    return {name: column.hexdigest()[:16] for name, column in columns.items()}


def check(path, readers):
    """The rows that all readers see, with the type and checksum of each column."""
    first = None
    for name, read in readers.items():
        types, records = read(path)
        found = rows(records)
        seen = types, checksums(found)
        first = first or (name, seen, found)
        if types != first[1][0]:
            sys.exit(f"{path}: {name} sees the types {types}, {first[0]} {first[1][0]}")
        if seen != first[1] or len(found) != len(first[2]):
            row = next((i for i, (a, b) in enumerate(zip(found, first[2])) if a != b), min(len(found), len(first[2])))
            sys.exit(f"{path}: {name} sees other rows than {first[0]}, the first is row {row}")
    return first[2], first[1]


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
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("dataset", nargs="?", type=Path, default=Path("dataset"), metavar="DATASET")
    arguments.add_argument("--columns", action="store_true", help="print the type and checksum of every column")
    asked = arguments.parse_args()
    dataset, known = asked.dataset, readers()
    manifest = json.loads((dataset / "manifest.json").read_text())
    datasets.disable_progress_bars()
    shared = {}
    for folder in sorted({Path(file["path"]).parent for file in manifest["files"]}):
        tables, columns = {}, 0
        for file in manifest["files"]:
            path = Path(file["path"])
            if path.parent != folder:
                continue
            tables[path.stem], (types, sums) = check(dataset / path, known)
            columns += len(types)
            if len(tables[path.stem]) != file["rows"]:
                sys.exit(f"{path}: {len(tables[path.stem])} rows, the manifest says {file['rows']}")
            for name in types if asked.columns else ():
                print(f"{path} {name}: {types[name]}, {sums.get(name, 'no row')}")
        shared |= {name if folder == Path(".") else f"{folder}_{name}": found for name, found in tables.items()}
        slices = check_slices(dataset / folder, tables)
        total = sum(map(len, tables.values()))
        print(f"{dataset / folder}: {len(tables)} tables, {columns} columns, {total} rows, {slices} slices: the same in "
              f"{', '.join(known)}")
    check_shared(dataset, shared)
    print(f"{dataset}: {len(shared)} tables: the same in datasets {datasets.__version__}, by its card, and in "
          f"mlcroissant {version('mlcroissant')}")


if __name__ == "__main__":
    main()
