"""Scores, and functions as methods."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pytest
import saidso
from conftest import TEXTS

PROGRAM = Path(sys.executable).parent / "saidso"


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """What the default methods find in three texts."""
    path = tmp_path / "gold.jsonl"
    lines = [saidso.extract(text, id=str(at)).to_json() for at, text in enumerate(TEXTS)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def typed(*arguments: object) -> list[dict[str, object]]:
    """The standings that the command line tells."""
    run = subprocess.run([PROGRAM, "score", "--json", *map(str, arguments)], check=True, capture_output=True)
    standings: list[dict[str, object]] = json.loads(run.stdout)["standings"]
    return standings


def agree(table: pa.Table, standings: list[dict[str, object]]) -> None:
    shared = [name for name in table.column_names if name != "documents"]
    assert [{name: row[name] for name in shared} for row in table.to_pylist()] == [
        {name: row[name] for name in shared} for row in standings
    ]


def test_documents_and_files_score_as_the_verb_does(gold: Path, tmp_path: Path) -> None:
    predicted = [saidso.extract(text, id=str(at), fast=True, entities=None) for at, text in enumerate(TEXTS)]
    path = tmp_path / "documents.jsonl"
    path.write_text("".join(document.to_json() + "\n" for document in predicted), encoding="utf-8")
    table = saidso.score(gold, predicted)
    assert table.equals(saidso.score(gold, path))
    agree(table, typed("--gold", gold, "--predicted", path))
    signature = json.loads(table.schema.metadata[b"saidso.signature"])
    assert signature["gold"] == str(gold) and signature["predicted"][0]["method"] == "documents"


def test_a_function_stands_beside_our_methods(gold: Path) -> None:
    @saidso.method("entities", name="places")
    def places(text: str, sentences: list[saidso.Sentence]) -> Iterable[tuple[int, int, str]]:
        assert [text[one.start : one.end] for one in sentences] == [one.text for one in sentences] != []
        return [(found.start(), found.end(), "GPE") for found in re.finditer("Oslo|Malta", text)]

    table = saidso.leaderboard([places], gold)
    rows = table.to_pylist()
    assert {row["layer"] for row in rows} == {"entities"}
    assert {row["method"] for row in rows} >= {"places", "rules", "crf", "neural", "capitals"}
    own = [row for row in rows if row["method"] == "places" and row["measure"] == "strict"]
    assert own[0]["predicted"] == sum(len(re.findall("Oslo|Malta", text)) for text in TEXTS)
    ours = [row for row in typed("--gold", gold) if row["layer"] == "entities" and row["method"] == "rules"]
    assert [row["f1"] for row in rows if row["method"] == "rules"] == [row["f1"] for row in ours]


def test_what_our_methods_find_scores_the_same_from_python(gold: Path) -> None:
    found = {saidso.extract(text).text: saidso.extract(text) for text in TEXTS}

    @saidso.method("claims")
    def again(text: str, entities: list[saidso.Entity]) -> list[saidso.Claim]:
        assert [(one.text, one.type, one.entity_id) for one in entities] == [
            (one.text, one.type, one.entity_id) for one in found[text].entities
        ]
        return found[text].claims

    @saidso.method("sentences")
    def cut(text: str) -> list[saidso.Sentence]:
        return found[text].sentences

    rows = saidso.leaderboard([again, cut], gold).to_pylist()
    scores = [row["f1"] for row in rows if row["method"] in ("again", "cut")]
    # Where there is nothing to find, there is no score.
    assert set(scores) - {None} == {1.0}


def test_claims_are_mappings_of_spans_too(gold: Path) -> None:
    @saidso.method("claims")
    def said(text: str) -> list[dict[str, object]]:
        return [{"cue": [found.span()], "content": [(0, found.start() - 1)]} for found in re.finditer("said", text)]

    rows = saidso.leaderboard([said], gold).to_pylist()
    assert [row["predicted"] for row in rows if (row["method"], row["measure"]) == ("said", "cue exact")] == [2]


def test_an_error_of_a_function_is_raised_as_it_was(gold: Path) -> None:
    @saidso.method("sentences")
    def broken(text: str) -> list[saidso.Sentence]:
        raise LookupError(text[:5])

    with pytest.raises(LookupError, match="Storm"):
        saidso.leaderboard([broken], gold)


def test_wrong_answers_name_the_function_and_the_document(gold: Path) -> None:
    @saidso.method("sentences")
    def wrong(text: str) -> list[tuple[int, int]]:
        return [(0, len(text) + 1)]

    with pytest.raises(saidso.InputError, match='wrong, document "0"') as raised:
        saidso.leaderboard([wrong], gold)
    assert raised.value.hint is not None and "code points" in raised.value.hint


def test_a_method_asks_for_what_it_can_be_given() -> None:
    with pytest.raises(ValueError, match="no layer"):
        saidso.method("blocks")
    with pytest.raises(ValueError, match="entities: a method of sentences is given text"):
        saidso.method("sentences")(lambda entities: [])


def test_two_methods_of_one_name_are_refused(gold: Path) -> None:
    rules = saidso.method("sentences", name="rules")(lambda text: [])
    with pytest.raises(saidso.InputError, match="has a method rules already") as raised:
        saidso.leaderboard([rules], gold)
    assert raised.value.hint == "give the method another name"
