"""Who said what: news articles in; sentences, entities and claims out.

>>> import saidso
>>> document = saidso.extract("“We wait,” Jane Doe said on Monday. “It may take days.”")
>>> for claim in document.claims:
...     print(claim.source, "|", claim.cue, "|", claim.content)
Jane Doe | said | “We wait,”
Jane Doe | said | “It may take days.”

Offsets count code points, as Python slices:

>>> start, end = document.claims[0].source_spans[0]
>>> document.text[start:end]
'Jane Doe'

A table with the columns ``id`` and ``text`` becomes the tables that a build writes:

>>> import pyarrow as pa
>>> articles = pa.table({"id": ["a", "b"], "text": ["The mayor said it rained.", "It did not, she said."]})
>>> found = saidso.extract(articles, fast=True)
>>> found.claims.column("source").to_pylist()
['The mayor', 'she']
"""

from saidso._dataset import Dataset, load
from saidso._document import Claim, Document, Entity, Sentence, Span
from saidso._errors import InputError, NotFoundError, SaidsoError
from saidso._extract import build, extract
from saidso._native import VERSION as __version__
from saidso._score import Method, leaderboard, method, score
from saidso._show import Shown, show
from saidso._verbs import Proof, merge, verify

__all__ = [
    "Claim",
    "Dataset",
    "Document",
    "Entity",
    "InputError",
    "Method",
    "NotFoundError",
    "Proof",
    "SaidsoError",
    "Sentence",
    "Shown",
    "Span",
    "__version__",
    "build",
    "extract",
    "leaderboard",
    "load",
    "merge",
    "method",
    "score",
    "show",
    "verify",
]
