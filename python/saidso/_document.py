"""An article and what was found in it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

    from saidso import _native

Span = tuple[int, int]
"""Where words stand in a text: the first code point, and the one after the last."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A mention of a name, date or number. ``entity_id`` names the thing in the world; values have none."""

    start: int
    end: int
    text: str
    type: str
    entity_id: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Claim:
    """Who says what, in which words, how sure. The fields are columns of the table ``claims``, where ``saidso schema``
    says what each means; spans are of source, cue, content and addressee, part by part."""

    voice: str
    source: str
    cue: str
    content: str
    addressee: str
    quote: str | None
    act: str
    factuality: str
    nested_in: int | None
    source_ids: tuple[str, ...]
    source_spans: tuple[Span, ...]
    cue_spans: tuple[Span, ...]
    content_spans: tuple[Span, ...]
    addressee_spans: tuple[Span, ...]
    confidence: float


class Document:
    """An article and what was found in it; :func:`saidso.extract` makes it.

    A notebook shows it with its marks, a terminal shows ``saidso.show(document)``.

    >>> import saidso
    >>> document = saidso.extract("Jane Doe said that Oslo waits.", id="wait")
    >>> document
    <saidso.Document wait: 1 sentences, 2 entities, 1 claims>
    >>> [(entity.text, entity.type) for entity in document.entities]
    [('Jane Doe', 'PERSON'), ('Oslo', 'GPE')]
    >>> document.table("sentences").column("text").to_pylist()
    ['Jane Doe said that Oslo waits.']
    """

    def __init__(self, native: _native.Document) -> None:
        self._native = native

    @property
    def id(self) -> str:
        """The article's id."""
        return self._native.id

    @cached_property
    def text(self) -> str:
        """What offsets count in: the blocks that are kept, an empty line between two."""
        return self._native.text

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The sentences, in order."""
        return [Sentence(row["char_start"], row["char_end"], row["text"]) for row in self._rows("sentences")]

    @cached_property
    def entities(self) -> list[Entity]:
        """The mentions of names, dates and numbers, in order."""
        return [Entity(**{field: row[_column(field)] for field in _fields(Entity)}) for row in self._rows("entities")]

    @cached_property
    def claims(self) -> list[Claim]:
        """The claims, in order."""
        return [_claim(row) for row in self._rows("claims")]

    def table(self, name: str) -> pa.Table:
        """The article's rows of the table ``name``, with all columns that a build writes."""
        return self._native.table(name)

    def to_json(self) -> str:
        """All layers as a line of our JSON Lines, which ``saidso score`` and ``saidso export`` read."""
        return self._native.record()

    def _rows(self, name: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.table(name).to_pylist()
        return rows

    def __repr__(self) -> str:
        counts = ", ".join(f"{self.table(name).num_rows} {name}" for name in ("sentences", "entities", "claims"))
        return f"<saidso.Document {self.id}: {counts}>"

    def _repr_html_(self) -> str:
        return self._native.html()


def _column(field: str) -> str:
    return {"start": "char_start", "end": "char_end"}.get(field, field)


def _fields(kind: type[Entity | Claim]) -> list[str]:
    return [field.name for field in fields(kind)]


def _claim(row: dict[str, Any]) -> Claim:
    def value(field: str) -> Any:
        if field.endswith("_spans"):
            return tuple((span["char_start"], span["char_end"]) for span in row[field])
        return tuple(row[field]) if field == "source_ids" else row[field]

    return Claim(**{field: value(field) for field in _fields(Claim)})
