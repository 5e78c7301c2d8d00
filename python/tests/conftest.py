"""What the tests share: articles of our own words."""

from __future__ import annotations

import pyarrow as pa
import pytest

TEXTS = [
    "Storm over Oslo\nJane Doe said the harbour was closed. “It reopens today,” she told reporters.\n",
    "“We wait,” the minister said. “It may take days.”\nThe mayor of Malta denied that the road was unsafe.\n",
    "The ferry was late, Zoë Müller told The Oslo Post on Monday 🛩. It cost $5 million, according to the company.\n",
]


@pytest.fixture
def articles() -> pa.Table:
    """Three articles with what records say of theirs, one twice, and two rows that are none."""
    return pa.table(
        {
            "id": ["storm", "wait", "ferry", "again", "storm", "empty"],
            "text": [*TEXTS, TEXTS[1], "Another text of the same id.", None],
            "title": ["Storm", None, "Late", "Wait", "x", "y"],
            "published": ["2025-05-06", "2025-05-07", None, "2025-05-08", None, None],
            "words": [14, 19, 22, 19, 6, 0],
        }
    )
