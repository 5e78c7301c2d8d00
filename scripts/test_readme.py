"""Tests of what readme.py and figures.py compute, without the program and without corpora.

usage: python3 -m unittest discover scripts
"""
import argparse
import contextlib
import hashlib
import io
import pathlib
import sys
import tempfile
import unittest
from unittest import mock

import figures
import readme
from figures import Output

DOCUMENT = """The text before.
<!-- figures: people
saidso agree --corpus $CORPORA/a.jsonl
-->
old
<!-- /figures -->
Between.
<!-- figures: names
saidso score --json --gold $CORPORA/b.jsonl
saidso score --json --gold $CORPORA/c.jsonl
-->
<!-- /figures -->
"""


def standing(layer, method, measure, f1, place=1):
    return {"layer": layer, "method": method, "measure": measure, "f1": f1, "low": f1 / 2, "high": 1.0, "gold": 1200,
            "place": place, "documents": [["d", 1200, 4, 2.0, 2.0]]}


def scores(standings, gold="corpus.jsonl", annotators=()):
    models = [{"layer": layer, "method": "crf", "sha256": "fedcba9876"} for layer in ("claims", "blocks")]
    signature = {"gold": gold, "gold_sha256": "0123456789abcdef", "interval": "95%", "matching": "one to one"}
    return {"signature": signature | {"models": models}, "standings": standings, "annotators": list(annotators)}


def rows(table):
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.split("\n")]


class Marks(unittest.TestCase):
    def test_a_table_has_a_name_commands_and_a_body(self):
        people, names = readme.regions(DOCUMENT)
        self.assertEqual((people.name, people.body), ("people", "old\n"))
        self.assertEqual(names.commands, [f"saidso score --json --gold $CORPORA/{name}.jsonl" for name in "bc"])
        self.assertEqual(names.body, "")

    def test_only_the_table_of_that_name_is_replaced(self):
        self.assertEqual(readme.put(DOCUMENT, "people", "old\n"), DOCUMENT)
        changed = readme.put(DOCUMENT, "names", "\\1 new\n")
        self.assertEqual(changed, DOCUMENT.replace("-->\n<!--", "-->\n\\1 new\n<!--"))

    def test_marks_that_do_not_pair_or_have_no_command_or_table_are_refused(self):
        for broken in (DOCUMENT.replace("<!-- /figures -->", "", 1), DOCUMENT + "<!-- /figures -->",
                       "<!-- figures: people -->\n<!-- /figures -->", DOCUMENT.replace(": people", ": pople")):
            with self.assertRaises(SystemExit):
                readme.regions(broken)

    def test_the_docs_have_known_tables_each_once(self):
        docs = [(readme.ROOT / name).read_text(encoding="utf-8") for name in readme.DOCS]
        found = [region.name for text in docs for region in readme.regions(text)]
        self.assertEqual(sorted(found), sorted(figures.TABLES))


class Held(unittest.TestCase):
    BODY = "\n| tool | MB/s | time ÷ rules' | F1 |\n| --- | --- | --- | --- |\n| a | 42.0 | 2 × | 91.7 |\n\n" \
           "- timed: 5, on X\n- scored: d\n- revision abc\n"

    def test_speeds_and_what_is_of_the_run_may_differ(self):
        other = self.BODY.replace("42.0", "7").replace("2 ×", "–").replace("on X", "on Y").replace("abc", "def")
        self.assertEqual(readme.held(other), readme.held(self.BODY))

    def test_the_last_digit_and_what_was_scored_may_not(self):
        for old, new in (("91.7", "91.8"), ("scored: d", "scored: e"), ("| a |", "| b |")):
            self.assertNotEqual(readme.held(self.BODY.replace(old, new)), readme.held(self.BODY))

    def test_columns_of_another_table_are_no_speeds(self):
        tables = self.BODY + "\n| method | exact | spans |\n| --- | --- | --- |\n| b | 80.0 | 70.0 |\n"
        self.assertNotEqual(readme.held(tables.replace("80.0", "80.1")), readme.held(tables))


class Commands(unittest.TestCase):
    def args(self, folder, corpora=None):
        return argparse.Namespace(saidso=pathlib.Path(sys.executable), corpora=corpora, saved=folder)

    def test_a_corpus_that_is_not_there_is_missing(self):
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            (folder / "a.jsonl").touch()
            self.assertEqual(readme.place("$CORPORA/a.jsonl", folder), str(folder / "a.jsonl"))
            self.assertEqual(readme.place("--all", None), "--all")
            for corpora, word in ((None, "$CORPORA/a.jsonl"), (folder, "$CORPORA/b.jsonl")):
                with self.assertRaises(readme.Missing):
                    readme.place(word, corpora)

    def test_what_takes_long_is_read_from_where_it_was_kept(self):
        with tempfile.TemporaryDirectory() as folder:
            args = self.args(pathlib.Path(folder))
            with self.assertRaises(readme.Missing):
                readme.said("python3 scripts/bench_peers.py", "peers", args)
            (args.saved / "peers.txt").write_text("kept", encoding="utf-8")
            for name in ("peers", "peers-names"):
                self.assertEqual(readme.said("python3 scripts/bench_peers.py", name, args), "kept")

    def test_a_command_that_fails_stops_the_run(self):
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stderr(io.StringIO()):
            with self.assertRaises(SystemExit):
                readme.said("saidso -c 'import sys; sys.exit(3)'", "people", self.args(pathlib.Path(folder)))


class Tables(unittest.TestCase):
    def test_methods_stand_by_score_with_the_default_bold_and_the_number_of_items(self):
        standings = [standing("claims", "rules", "exact", 0.5, 2), standing("claims", "crf", "exact", 0.75),
                     standing("entities", "rules", "exact", 0.25)]
        table, notes = figures.grid([Output("saidso score --json", scores(standings))], "claims", ["exact"])
        self.assertEqual(rows(table), [["method", "exact (1,200)"], ["---", "---"],
                                       ["crf", "75.0 (37.5–100.0)"], ["**rules**", "50.0 (25.0–100.0)"]])
        self.assertEqual(notes[0], "- `saidso score --json`: 1 documents, SHA-256 of the labels `0123456789ab`")
        self.assertEqual(notes[-1], "- models: claims crf `fedcba98`")

    def test_annotators_stand_last_in_each_layer(self):
        every = [standing(layer, "rules", measure, 0.5) for layer, own in figures.RANKED.items() for measure in own]
        people = [row | {"method": "annotators"} for row in every]
        table, _ = figures.articles([Output("saidso score --json", scores(every, annotators=people))])
        self.assertEqual([row[:2] for row in rows(table)[2:4]], [["blocks", "**rules**"], ["blocks", "annotators"]])
        self.assertEqual(rows(table)[-1][3:], ["50.0 (25.0–100.0) whole overlap", "50.0 (25.0–100.0) whole exact"])

    def test_a_method_that_was_trained_on_the_very_corpus_has_no_score(self):
        own = [standing("entities", method, "strict", 0.5) for method in ("rules", "crf")]
        with tempfile.TemporaryDirectory() as folder, mock.patch.object(figures, "CARDS", pathlib.Path(folder)):
            corpus, model = pathlib.Path(folder) / "dev.jsonl", pathlib.Path(folder) / "entities-crf.md"
            corpus.write_text("labels", encoding="utf-8")
            for trained, cell in (("other labels", "50.0 (25.0–100.0)"), ("labels", "trained on")):
                model.write_text(f"| dev | `{hashlib.sha256(trained.encode()).hexdigest()}` |", encoding="utf-8")
                table, _ = figures.names([Output("saidso score --json", scores(own, str(corpus)))])
                self.assertEqual(rows(table)[2][1:], ["1", "1,200", "50.0 (25.0–100.0)", cell])

    def test_people_have_the_columns_of_the_methods(self):
        numbered = enumerate(figures.CLAIMS, 1)
        lines = [f" claims  {measure:16}  {at}000  4321  7{at}.5  69.8–84.0" for at, measure in numbered]
        head = ["3 texts that several people labeled, 4 pairs", " layer   measure   a     b    F1        95%"]
        text = "\n".join([*head, *lines])
        table, notes = figures.people([Output("saidso agree --corpus c", text)])
        self.assertEqual(rows(table)[0][1:3], ["source exact (1,000)", "cue exact (2,000)"])
        self.assertEqual(rows(table)[2][1], "71.5 (69.8–84.0)")
        self.assertIn("`saidso agree --corpus c`: 3 texts", notes[0])

    def test_the_event_left_out_stands_beside_the_whole_lexicon(self):
        text = "7 entries left out: 3 of groups.tsv, 4 of names.tsv\n\n" \
               f"{'':24}  whole lexicon  without the event\n{'claims act':24}           97.0               95.2\n"
        table, notes = figures.event([Output("python3 scripts/leave_one_out.py", text)])
        self.assertEqual(rows(table)[0], ["F1 of the rules", "whole lexicon", "without the event"])
        self.assertEqual(rows(table)[2], ["claims act", "97.0", "95.2"])
        self.assertIn("7 entries left out: 3 of groups.tsv, 4 of names.tsv", notes[0])

    def test_a_card_gives_its_curve_and_its_corpora(self):
        hash = "0123456789abcdef" * 4
        text = f"# blocks learned\n\n| trained on | SHA-256 |\n|---|---|\n| a/b.jsonl | `{hash}` |\n\n" \
               "| option | value |\n|---|---|\n| seed | 1 |\n\nBy 10-fold cross-validation.\n\n" \
               "| loss | gone |\n|---|---|\n| 0.5 | 43.0 |\n"
        table, notes = figures.card([Output("saidso train", text)])
        self.assertEqual(rows(table), [["loss", "gone"], ["---", "---"], ["0.5", "43.0"]])
        self.assertEqual(notes[1:], ["- a/b.jsonl, SHA-256 `0123456789ab`", "- by 10-fold cross-validation."])

    def test_each_table_of_peers_is_the_section_of_its_corpus(self):
        text = "### five articles\n\n| a |\n| --- |\n| 1 |\n\n- five articles: 5\n- revision abc\n\n" \
               "### names dev\n\n| a |\n| --- |\n| 2 |\n\n- names dev: 105\n- revision abc\n\n"
        output = [Output("bench_peers.py", text)]
        table, notes = figures.TABLES["peers"](output)
        self.assertEqual((rows(table)[2:], notes), ([["1"]], ["- `bench_peers.py`", "- five articles: 5", "- revision abc"]))
        self.assertEqual(rows(figures.TABLES["peers-names"](output)[0])[2:], [["2"]])
        with self.assertRaises(figures.Missing):
            figures.TABLES["peers-claims"](output)



if __name__ == "__main__":
    unittest.main()
