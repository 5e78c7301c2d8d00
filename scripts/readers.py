"""Programs that read Parquet: what each makes of a file, its columns' types in one notation and its rows as plain values.

A reader is a function from a file's path to both. Spark is among them where pyspark is installed and a Java is there.
"""

import importlib.util
import json
import os
import shutil
import sys
from functools import cache
from importlib.metadata import version

import arro3.io
import duckdb
import pandas
import polars
import pyarrow.parquet
from pyarrow import types as is_a

# Each reader's name of a plain type, as one of ours.
POLARS = {"String": "string", "Int32": "int32", "Int64": "int64", "Float32": "float", "Float64": "double", "Date": "date"}
DUCKDB = {"varchar": "string", "integer": "int32", "bigint": "int64", "float": "float", "double": "double", "date": "date"}
SPARK = {"string": "string", "int": "int32", "bigint": "int64", "float": "float", "double": "double", "date": "date"}


def struct(fields):
    return f"struct<{', '.join(f'{name}: {kind}' for name, kind in fields)}>"


def arrow_type(kind):
    if is_a.is_list(kind):
        return f"list<{arrow_type(kind.value_type)}>"
    if is_a.is_struct(kind):
        return struct((field.name, arrow_type(field.type)) for field in kind)
    return "date" if is_a.is_date32(kind) else str(kind)


def arrow(table):
    return {field.name: arrow_type(field.type) for field in table.schema}, table.to_pylist()


def pyarrow_reads(path):
    return arrow(pyarrow.parquet.read_table(path))


def arrow_rs_reads(path):
    """The Rust crates, by their Python package; pyarrow turns their arrays, as they stand in memory, into values."""
    return arrow(pyarrow.table(arro3.io.read_parquet(str(path)).read_all()))


def pandas_reads(path):
    frame = pandas.read_parquet(path, dtype_backend="pyarrow")
    types = {name: arrow_type(kind.pyarrow_dtype) for name, kind in frame.dtypes.items()}
    return types, frame.astype(object).where(frame.notna(), None).to_dict("records")


def polars_type(kind):
    if isinstance(kind, polars.List):
        return f"list<{polars_type(kind.inner)}>"
    if isinstance(kind, polars.Struct):
        return struct((field.name, polars_type(field.dtype)) for field in kind.fields)
    return POLARS[str(kind)]


def polars_reads(path):
    frame = polars.read_parquet(path)
    return {name: polars_type(kind) for name, kind in frame.schema.items()}, frame.to_dicts()


def duckdb_type(kind):
    if kind.id == "list":
        return f"list<{duckdb_type(kind.children[0][1])}>"
    if kind.id == "struct":
        return struct((name, duckdb_type(child)) for name, child in kind.children)
    return DUCKDB[kind.id]


def duckdb_reads(path):
    relation = duckdb.read_parquet(str(path))
    names = relation.columns
    types = {name: duckdb_type(kind) for name, kind in zip(names, relation.types)}
    return types, [dict(zip(names, row)) for row in relation.fetchall()]


def spark_type(kind):
    if kind.typeName() == "array":
        return f"list<{spark_type(kind.elementType)}>"
    if kind.typeName() == "struct":
        return struct((field.name, spark_type(field.dataType)) for field in kind.fields)
    return SPARK[kind.simpleString()]


@cache
def spark():
    from pyspark.sql import SparkSession

    # The interpreter of this script, whatever `python3` is on the path.
    os.environ["PYSPARK_PYTHON"] = sys.executable
    local = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    session = local.config("spark.ui.showConsoleProgress", "false").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def spark_reads(path):
    frame = spark().read.parquet(str(path.resolve()))
    types = {field.name: spark_type(field.dataType) for field in frame.schema.fields}
    return types, [row.asDict(recursive=True) for row in frame.collect()]


def readers():
    """Each by name and version, and what it does; the first is what the others are held against."""
    found = {
        f"pyarrow {version('pyarrow')}": pyarrow_reads,
        f"arrow-rs by arro3 {version('arro3-io')}": arrow_rs_reads,
        f"pandas {version('pandas')}": pandas_reads,
        f"polars {version('polars')}": polars_reads,
        f"DuckDB {version('duckdb')}": duckdb_reads,
    }
    if importlib.util.find_spec("pyspark") and shutil.which("java"):
        found[f"Spark {version('pyspark')}"] = spark_reads
    return found


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
    return value.decode() if isinstance(value, bytes) else value


def rows(records):
    return [{key: plain(value) for key, value in record.items()} for record in records]
