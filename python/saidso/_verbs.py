"""Datasets in folders: several as one, and the proof of one."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import NamedTuple

from saidso import _native
from saidso._dataset import Dataset, load
from saidso._errors import InputError
from saidso._extract import Path, _paths


class Proof(NamedTuple):
    """What :func:`saidso.verify` proved."""

    files: int
    rows: int
    #: Pieces of text and of raw bytes that were compared.
    slices: int


def merge(directories: Path | Sequence[Path], out: Path) -> Dataset:
    """Makes the dataset ``out`` of several, such as the shards that several machines built, and loads it.

    They were built with the same methods and share no article; their order changes nothing. Those of all shards of a build
    become the same bytes as the whole build. Ctrl-C ends it with :class:`KeyboardInterrupt`, and nothing half written stays.

    >>> import pathlib, tempfile
    >>> import saidso
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> for name in ["wait", "go"]:
    ...     _ = (folder / f"{name}.txt").write_text(f"Jane Doe said that the boats {name}.", encoding="utf-8")
    >>> shards = [folder / "first", folder / "second"]
    >>> for at, shard in enumerate(shards, start=1):
    ...     _ = saidso.build(folder / "*.txt", shard, shard=f"{at}/2")
    >>> saidso.merge(shards, folder / "dataset").claims.column("content").to_pylist()
    ['the boats go', 'the boats wait']
    """
    named = _paths(directories)
    if not named:
        raise InputError("no dataset to merge", "name one or more")
    _native.merge(named, os.fspath(out))
    return load(out)


def verify(directory: Path, raw: Path | None = None) -> Proof:
    """Proves every row of the dataset in ``directory`` against its text, its raw file and its manifest.

    ``raw`` is where the paths in ``articles`` begin, when that is not the current directory. Raises
    :class:`saidso.SaidsoError` with the first row that is not as it says.

    >>> import pathlib, tempfile
    >>> import saidso
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "wait.txt").write_text("Jane Doe said that Oslo waits.", encoding="utf-8")
    >>> _ = saidso.build(folder / "wait.txt", folder / "dataset")
    >>> saidso.verify(folder / "dataset")
    Proof(files=9, rows=9, slices=16)
    >>> _ = (folder / "wait.txt").write_text("Jane Doe said that Oslo sings.", encoding="utf-8")
    >>> try:
    ...     saidso.verify(folder / "dataset")
    ... except saidso.SaidsoError as error:
    ...     print(error.message.rpartition(": ")[2])
    bytes 0..30 of the raw article are not run 0 of "Jane Doe said that Oslo waits."
    """
    return Proof(*_native.verify(os.fspath(directory), None if raw is None else os.fspath(raw)))
