"""Predictions and methods against gold."""

from __future__ import annotations

import inspect
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from saidso import _native
from saidso._document import Claim, Document, Entity, Sentence
from saidso._extract import _paths, _typed

#: What a function of one's own may ask for, by the names of its parameters.
_ASKED = ("text", "sentences", "entities")
_KEYS = {"sentences": "sentences", "entities": "entities", "claims": "attributions"}


def score(
    gold: str | os.PathLike[str],
    predictions: str | os.PathLike[str] | Iterable[Document],
    *,
    articles: str | os.PathLike[str] | None = None,
    convention: str = "ours",
    min_confidence: float = 0.0,
) -> pa.Table:
    """The standings of predictions, as ``saidso score --predicted`` has them: a row a measure.

    ``gold`` is a folder of gold files or a corpus in JSON Lines, ``predictions`` a file of JSON Lines or documents with the
    ids and texts of the gold. The schema's metadata has, as ``saidso.signature``, what the scores depend on.

    >>> import pathlib, tempfile
    >>> import saidso
    >>> document = saidso.extract("Jane Doe said that Oslo waits.", id="wait")
    >>> gold = pathlib.Path(tempfile.mkdtemp()) / "gold.jsonl"
    >>> _ = gold.write_text(document.to_json(), encoding="utf-8")
    >>> table = saidso.score(gold, [document])
    >>> [row["f1"] for row in table.to_pylist() if row["measure"] == "whole exact"]
    [1.0]
    """
    if isinstance(predictions, (str, os.PathLike)):
        return _scored(gold, articles, convention, min_confidence, predicted=os.fspath(predictions))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "documents.jsonl")
        path.write_text("".join(f"{document.to_json()}\n" for document in predictions), encoding="utf-8")
        return _scored(gold, articles, convention, min_confidence, predicted=str(path))


@dataclass(frozen=True)
class Method:
    """A function that finds a layer; :func:`saidso.method` makes it."""

    layer: str
    name: str
    function: Callable[..., Iterable[Any]]

    def __call__(self, *arguments: Any, **named: Any) -> Iterable[Any]:
        return self.function(*arguments, **named)

    def _on_line(self, line: str) -> str:
        """The function on a line of JSON with the layers below, as the library calls it."""
        record = json.loads(line)
        text = record["text"]
        given = {
            "text": text,
            "sentences": [Sentence(start, end, text[start:end]) for start, end in record.get("sentences", [])],
            "entities": [_entity(text, one) for one in record.get("entities", [])],
        }
        asked = {name: given[name] for name in inspect.signature(self.function).parameters}
        record[_KEYS[self.layer]] = [_written(self.layer, at, one) for at, one in enumerate(self.function(**asked))]
        return json.dumps(record)


def method(layer: str, name: str | None = None) -> Callable[[Callable[..., Iterable[Any]]], Method]:
    """Makes a function a method of ``layer``: ``sentences``, ``entities`` or ``claims``.

    The function is given what it names as parameters: ``text``, and of the layers below its own ``sentences`` and
    ``entities``. Offsets are code points into ``text``. It returns

    - of sentences: ``(start, end)`` or :class:`saidso.Sentence`
    - of entities: ``(start, end, type)`` or :class:`saidso.Entity`
    - of claims: a mapping with the spans of ``source``, ``cue`` and ``content``, each a list of ``(start, end)``, and
      perhaps ``quote``, ``act``, ``factuality``, ``source_ids``, ``confidence``; or :class:`saidso.Claim`

    >>> import re
    >>> import saidso
    >>> @saidso.method("entities")
    ... def broadcasters(text):
    ...     return [(found.start(), found.end(), "ORG") for found in re.finditer("BBC|CNN|NRK", text)]
    >>> broadcasters("The BBC said so.")
    [(4, 7, 'ORG')]
    """
    if layer not in _KEYS:
        raise ValueError(f"{layer!r}: no layer that a function can fill; one of {', '.join(_KEYS)}")

    def made(function: Callable[..., Iterable[Any]]) -> Method:
        below = _ASKED[: 1 + list(_KEYS).index(layer)]
        others = [asked for asked in inspect.signature(function).parameters if asked not in below]
        if others:
            raise ValueError(f"{', '.join(others)}: a method of {layer} is given {', '.join(below)}")
        return Method(layer, name or function.__name__, function)

    return made


def leaderboard(
    methods: Sequence[Method] = (),
    gold: str | os.PathLike[str] | None = None,
    *,
    articles: str | os.PathLike[str] | None = None,
    convention: str = "ours",
    min_confidence: float = 0.0,
) -> pa.Table:
    """The standings of ``methods`` beside those of the program in the same layers: a row a measure of a method.

    Without ``methods`` all layers are scored; without ``gold`` the five articles, where ``datasets/gold`` is.
    """
    return _scored(gold, articles, convention, min_confidence, methods)


def _scored(
    gold: str | os.PathLike[str] | None,
    articles: str | os.PathLike[str] | None,
    convention: str,
    min_confidence: float,
    methods: Sequence[Method] = (),
    predicted: str | None = None,
) -> pa.Table:
    typed = _typed(
        gold=None if gold is None else os.fspath(gold),
        articles=None if articles is None else os.fspath(articles),
        predicted=None if predicted is None else _paths(predicted),
        convention=convention,
        min_confidence=min_confidence,
    )
    table, signature = _native.score(typed, [(own.layer, own.name, own._on_line) for own in methods])
    return table.replace_schema_metadata({"saidso.signature": signature})


def _entity(text: str, one: Mapping[str, Any]) -> Entity:
    start, end = one["start"], one["end"]
    return Entity(start, end, text[start:end], one["type"], one.get("id"), one["confidence"])


def _written(layer: str, at: int, found: Any) -> object:
    """What a function found, as a line of JSON has it."""
    if layer == "sentences":
        return [found.start, found.end] if isinstance(found, Sentence) else list(found)
    if layer == "entities":
        if not isinstance(found, Entity):
            start, end, kind = found
            return {"start": start, "end": end, "type": kind}
        one = {"start": found.start, "end": found.end, "type": found.type, "confidence": found.confidence}
        return one if found.entity_id is None else {**one, "id": found.entity_id}
    claim = _spans_of(found) if isinstance(found, Claim) else dict(found)
    return {"id": f"C{at + 1}", "source": [], "cue": [], **claim}


def _spans_of(claim: Claim) -> dict[str, object]:
    nested = None if claim.nested_in is None else f"C{claim.nested_in + 1}"
    return {
        "voice": claim.voice,
        "source": claim.source_spans,
        "cue": claim.cue_spans,
        "content": claim.content_spans,
        "addressee": claim.addressee_spans,
        "quote": claim.quote,
        "act": claim.act,
        "factuality": claim.factuality,
        "nested_in": nested,
        "source_ids": claim.source_ids,
        "confidence": claim.confidence,
    }
