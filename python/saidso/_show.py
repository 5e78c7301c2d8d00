"""A document with its marks."""

from __future__ import annotations

import os
import sys

from saidso._document import Document
from saidso._extract import extract


class Shown:
    """A document as ``saidso show`` prints it: with colours where standard output is a terminal and NO_COLOR is not set.
    A notebook shows it as a piece of a page."""

    def __init__(self, document: Document) -> None:
        self._native = document._native

    def __str__(self) -> str:
        colored = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        return self._native.terminal(colored).rstrip("\n")

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return self._native.html()


def show(article: str | Document) -> Shown:
    """An article with its entities, sources, cues and contents marked, and its claims in words.

    >>> import saidso
    >>> print(saidso.show("Jane Doe said that Oslo waits."))
    content  entity  source  cue
          body  Jane Doe[PERSON] said that Oslo[GPE] waits.
                jane-doe | Jane Doe | said | Oslo waits | assertive CT+
    """
    return Shown(extract(article) if isinstance(article, str) else article)
