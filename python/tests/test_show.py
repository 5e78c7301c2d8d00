"""Documents for people."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import saidso
from conftest import TEXTS


def test_the_terminal_sees_what_the_verb_prints(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXTS[1], encoding="utf-8")
    run = subprocess.run([Path(sys.executable).parent / "saidso", "show", path], check=True, capture_output=True, text=True)
    assert f"{saidso.show(TEXTS[1])}\n" == run.stdout
    assert str(saidso.show(saidso.extract(TEXTS[1]))) == str(saidso.show(TEXTS[1]))


def test_colours_are_for_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = saidso.show(TEXTS[0])
    assert "\x1b[" not in str(shown)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[" in str(shown)
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in str(shown)


def test_a_notebook_sees_marks_and_no_markup_of_the_article() -> None:
    document = saidso.extract("Jane Doe said that <b>Oslo</b> waits & sees.")
    page = document._repr_html_()
    assert page == saidso.show(document)._repr_html_()
    assert "<b>" not in page and "&lt;b&gt;" in page and "&amp; sees" in page
    assert page.count("<div") == page.count("</div>") and page.count("<span") == page.count("</span>")
