"""Tests of what bench_peers.py, peer_tables.py, methods/spans.py, check_report.py, leave_one_out.py, join_labels.py,
check_forms.py, docs.py and make_articles.py compute, without packages and cargo.

usage: python3 -m unittest discover scripts
"""
import contextlib
import hashlib
import io
import json
import pathlib
import sys
import tempfile
import tomllib
import unittest
from collections import Counter
from unittest import mock

import bench_peers
import check_forms
import check_report
import docs
import join_labels
import score_speakers
import leave_one_out
import make_articles
import peer_tables

sys.path.append(str(pathlib.Path(__file__).parent / "methods"))
import spans  # noqa: E402


class Token:
    """As much of spaCy's token as is read."""

    def __init__(self, at, start, text):
        self.i, self.idx, self.text = at, start, text

    def __len__(self):
        return len(self.text)


def tokens(text):
    starts = [at for at in range(len(text)) if not text[at].isspace() and (at == 0 or text[at - 1].isspace())]
    return [Token(i, at, text[at:].split()[0]) for i, at in enumerate(starts)]


class Spans(unittest.TestCase):
    """What the adapters of methods/ make of what tools find."""

    TEXT = "The ferry sank\n\nJane Doe said so.  Nobody\nwas hurt. \n"

    def words(self, found):
        return [self.TEXT[start:end] for start, end in found]

    def test_strings_are_found_where_they_stand_whatever_their_white_space(self):
        pieces = ["The  ferry sank Jane Doe said so.", " ", "Nobody was hurt."]
        self.assertEqual(self.words(spans.located(self.TEXT, pieces)),
                         ["The ferry sank\n\nJane Doe said so.", "Nobody\nwas hurt."])

    def test_a_text_that_a_tool_changed_is_refused(self):
        for pieces in (["The ferry sink"], ["Jane Doe said so."], ["The ferry sank", "Nobody was hurt."]):
            with self.assertRaises(SystemExit):
                spans.located(self.TEXT, pieces)

    def test_lines_keep_their_place(self):
        self.assertEqual(self.words([at, at + len(line)] for at, line in spans.lines(self.TEXT)),
                         ["The ferry sank", "Jane Doe said so.  Nobody", "was hurt. "])

    def test_each_line_is_cut_as_the_splitter_cuts_it(self):
        text = "One. \n\nTwo.  Three.\n"
        found = spans.by_line(text, lambda lines: [line.replace(".  ", ".|").split("|") for line in lines])
        self.assertEqual([text[start:end] for start, end in found], ["One.", "Two.", "Three."])
        self.assertEqual(spans.by_line("\n", lambda lines: []), [])

    def test_a_splitter_that_changes_the_text_or_skips_a_line_is_refused(self):
        with self.assertRaises(SystemExit):
            spans.by_line("One.", lambda lines: [["Won."]])
        with self.assertRaises(ValueError):
            spans.by_line("One.\nTwo.", lambda lines: [["One."]])

    def test_entities_lose_white_space_and_keep_their_type_and_those_of_nothing_else_are_none(self):
        self.assertEqual(spans.entities(self.TEXT, [(14, 25, "PERSON"), (14, 16, "ORG")]),
                         [{"start": 16, "end": 24, "type": "PERSON"}])

    def test_tokens_that_follow_one_another_are_one_span(self):
        words = tokens(self.TEXT)
        self.assertEqual(self.words(spans.joined([words[4], words[3], words[1]])), ["ferry", "Jane Doe"])

    def test_claims_are_numbered(self):
        words = tokens(self.TEXT)
        [made] = spans.attributions([map(spans.joined, ([words[4], words[3]], [words[5]], words[:3]))])
        self.assertEqual(self.words(made["source"] + made["cue"] + made["content"]), ["Jane Doe", "said", "The ferry sank"])
        self.assertEqual(made["id"], "C1")


class BenchPeers(unittest.TestCase):
    TEXT = bench_peers.SPEC.read_text(encoding="utf-8")

    def test_corpora_that_are_not_there_are_left_out(self):
        spec = tomllib.loads(bench_peers.spec(self.TEXT, None, None))
        self.assertEqual([own["name"] for own in spec["corpus"]], ["open dev", "five articles", "open test"])
        with tempfile.TemporaryDirectory(suffix=" it's") as folder:
            self.assertEqual(len(tomllib.loads(bench_peers.spec(self.TEXT, folder, 3))["corpus"]), 3)
            path = pathlib.Path(folder, "polnear/dev.jsonl")
            path.parent.mkdir()
            path.touch()
            spec = tomllib.loads(bench_peers.spec(self.TEXT, folder, 3))
        self.assertEqual((spec["rounds"], spec["corpus"][-1]["convention"]), (3, "polnear"))
        self.assertEqual(pathlib.Path(spec["corpus"][-1]["gold"]), path.resolve())

    def test_the_methods_are_those_of_the_spec(self):
        spec = tomllib.loads(bench_peers.spec(self.TEXT, None, 3))
        self.assertEqual(spec["method"], tomllib.loads(self.TEXT)["method"])


class PeerTables(unittest.TestCase):
    def test_a_tool_stands_beside_the_rules_and_the_default_and_none_beside_itself(self):
        def line(method, f1):
            costs = {"seconds a document": {"value": 0.012345, "low": 0.01, "high": 0.02}, "bytes a second": None,
                     "seconds to start": {"value": 0.5, "low": None, "high": None},
                     "peak memory": {"value": 3 * 2**20, "low": None, "high": None}}
            return {"method": method, "f1": f1, "low": f1 and 0.25, "high": f1 and 0.75, "costs": costs}

        board = {"corpus": "c", "layer": "entities", "methods": [line("tool", 0.5), line("crf", None)]}
        table = peer_tables.table([board], lambda corpus, layer, tool, own: {"rules": 1234.5, "crf": None}[own])
        self.assertEqual(table.split("\n")[2:], [
            "| entities | tool | 12.3 (10–20) | – | 1,200 × |  | 0.5 | 3 | 50.0 (25.0–75.0) |",
            "| entities | crf | 12.3 (10–20) | – | 1,200 × |  | 0.5 | 3 | – |"])

    def test_the_notes_say_what_was_measured_where_when_and_with_what(self):
        corpus = {"name": "five articles", "documents": [{"bytes": 700}, {"bytes": 800}], "gold_sha256": "0123456789abcdef",
                  "convention": "ours"}
        made = {"rounds": 1, "revision": "abc", "at": "2026-11-28T05:37:46Z", "tool": "saidso 0.1.0",
                "machine": {"processor": "X", "cores": 2, "system": "linux x86_64"}}
        scored, timed, run, tools = peer_tables.notes(corpus, made).split("\n")
        self.assertEqual(scored, "- five articles (in view while our rules were written): 2 documents, 1,500 bytes of text, "
                                 "SHA-256 of the labels `0123456789ab`, convention ours")
        self.assertEqual(timed, "- timed: 1 round on X, 2 cores, linux x86_64")
        self.assertEqual(run, "- revision abc; 2026-11-28; saidso 0.1.0")
        self.assertIn("spacy 3.", tools)


class CheckReport(unittest.TestCase):
    PAGE = "<!doctype html>\n<html>\n<head>\n<title>t</title>\n</head>\n<body>\n<p>axe</p>\n</body>\n</html>\n"

    def test_the_listener_comes_first_and_axe_last(self):
        page = check_report.watched(self.PAGE, "let axe;")
        places = [page.index(part) for part in ("window.wrong = []", "<title>", "<p>axe</p>", "let axe;", "axe.run(")]
        self.assertEqual(places, sorted(places))

    def test_all_that_is_wrong_is_told(self):
        told = {"violations": [{"id": "label", "help": "Form elements must have labels", "nodes": ["<select>"]}],
                "wrong": ["x is not defined"], "wide": 12, "dark": False}
        dom = f'<body><script type="application/json" id="found">{json.dumps(told)}</script></body>'
        self.assertEqual(check_report.faults("wide", check_report.found(dom), "light"), [
            "wide: console: x is not defined", "wide: label: Form elements must have labels: <select>",
            "wide: the page is 12 pixels wider than its window"])
        right = {"violations": [], "wrong": [], "wide": 0, "dark": False}
        self.assertEqual(check_report.faults("wide", right, "light"), [])
        self.assertEqual(check_report.faults("wide", right, "dark"), ["wide: the browser is not dark"])
        self.assertEqual(len(check_report.faults("wide", check_report.found("<body></body>"), "light")), 1)


class Lexicon(unittest.TestCase):
    OWN = "The mayor of Oslo denied it on Monday, Doe's aide said; Norwegians agreed."
    FILES = {
        "groups.tsv": "# id\tforms\ndanes\tDanish,Danes\nnorwegians\tNorwegian,Norwegians\n",
        "names.tsv": "# type\tid\tnames\nORG\t\tOslo,Oslo Havn\nORG\tferry-line\tFerry Line,The Line\nLOC\t\tDoe\n",
        "people.tsv": "# id\tnames\njane-doe\tJane Doe,Doe\nmary-roe\tMary Roe,Roe\n",
        "terms.tsv": "# class\twords\texample\nrole\tmayor pilot\tA pilot.\nweekday\tmonday\tA Monday.\n",
        "cues.tsv": "# form\ndenied\tv\tassertive\tCT+\tthat=90\traised\nsaid\tv\tassertive\tCT+\tthat=90\tmined\nsays\tv\tassertive\tCT+\tthat=90\thand\nagreed\tv\tassertive\tCT+\tthat=90\thand\n",
        "phrases.tsv": "# phrase\nagree|agreed with\tv\nin accordance* with\tn\n",
    }

    def shortened(self, own, others):
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            for name, text in self.FILES.items():
                (folder / name).write_text(text, encoding="utf-8")
            counts = leave_one_out.shorten(folder, own, others)
            return counts, {name: (folder / name).read_text(encoding="utf-8") for name in self.FILES}

    def test_a_text_without_the_words_changes_nothing(self):
        counts, files = self.shortened("A bridge in Lima.", "")
        self.assertEqual((sum(counts.values()), files), (0, self.FILES))

    def test_words_go_one_by_one_and_names_of_one_thing_together(self):
        counts, files = self.shortened(self.OWN, "")
        self.assertEqual(counts, {"groups.tsv": 2, "names.tsv": 2, "people.tsv": 2, "terms.tsv": 2, "cues.tsv": 2, "phrases.tsv": 1})
        self.assertEqual(files["groups.tsv"], "# id\tforms\ndanes\tDanish,Danes\n")
        self.assertEqual(files["names.tsv"], self.FILES["names.tsv"].replace("Oslo,", "").replace("LOC\t\tDoe\n", ""))
        self.assertEqual(files["people.tsv"], "# id\tnames\nmary-roe\tMary Roe,Roe\n")
        self.assertEqual(files["terms.tsv"], "# class\twords\texample\nrole\tpilot\tA pilot.\n")
        self.assertEqual(files["cues.tsv"], "# form\nsaid\tv\tassertive\tCT+\tthat=90\tmined\nsays\tv\tassertive\tCT+\tthat=90\thand\n")
        self.assertEqual(files["phrases.tsv"], "# phrase\nin accordance* with\tn\n")

    def test_the_event_leaves_no_entry_that_an_article_has(self):
        event = "\n".join([self.OWN, "The pilot of the Ferry Line is a Dane, says Roe."])
        _, files = self.shortened(event, "")
        for name, text in files.items():
            for row in text.splitlines()[1:]:
                row = leave_one_out.shortened(name, row, lambda word: leave_one_out.occurs(word, event))
                self.assertEqual(row[1], 0, name)

    def test_what_others_have_stays_when_one_article_is_left_out(self):
        counts, _ = self.shortened(self.OWN, "Doe met the mayor on MONDAY.")
        self.assertEqual(counts["terms.tsv"], 0)

    def test_a_part_of_a_word_is_no_occurrence(self):
        self.assertFalse(leave_one_out.occurs("Oslo", "Osloer, xOslo"))
        self.assertTrue(leave_one_out.occurs("U.S.", "the U.S., Oslo's"))

    def test_f1_is_of_summed_counts_and_nothing_right_is_nought(self):
        self.assertAlmostEqual(leave_one_out.f1([(4, 2, 2.0, 2.0), (4, 6, 2.0, 2.0)]), 50.0)
        self.assertEqual(leave_one_out.f1([(4, 0, 0.0, 0.0)]), 0.0)


class Forms(unittest.TestCase):
    TEXT = (
        "\"We're confident,\" the Transportation Minister said on Monday. \"Nobody knew nothing.\" She left the "
        "well-known conference — officially.\n\n“It’s finished,” wrote Mr. Doe, who had called it 'flawed' himself.\n"
    )
    CHANGES = {name: change for name, change, _ in check_forms.FORMS}

    def test_every_form_keeps_the_letters_and_changes_something(self):
        def letters(text):
            return "".join(filter(str.isalnum, check_forms.normalised(text)))

        for name, change in self.CHANGES.items():
            with self.subTest(name):
                self.assertEqual(letters(change(self.TEXT)), letters(self.TEXT))
                self.assertNotEqual(change(self.TEXT), self.TEXT)

    def test_normalising_undoes_all_but_cut_words_and_marks_of_mail(self):
        for name in self.CHANGES.keys() - {"hyphens at line ends, at 60", "quoted in mail, at 72"}:
            with self.subTest(name):
                text = self.CHANGES[name](self.TEXT)
                self.assertEqual(check_forms.normalised(text), check_forms.normalised(self.TEXT))

    def test_lines_are_broken_and_marked(self):
        text = "One two three four five six seven eight nine ten eleven twelve thirteen fourteen.\n\nFifteen.\n"
        for name, lines in {
            "quoted in mail, at 72": "> One two three four five six seven eight nine ten eleven twelve thirteen\n"
                                     "> fourteen.\n> \n> Fifteen.\n",
            "wrapped at 72, first line indented": "  One two three four five six seven eight nine ten eleven twelve\n"
                                                  "thirteen fourteen.\n\n  Fifteen.\n",
            "no blank lines": text.replace("\n\n", "\n"),
            "no line breaks": text.replace("\n\n", " ").rstrip(),
        }.items():
            self.assertEqual(self.CHANGES[name](text), lines)

    def test_quotation_marks_have_their_direction_and_apostrophes_none(self):
        text = "\"I'm 'free' now\" (\"so\") – \"'it'\" in '99"
        for name, quoted in {
            "curly quotes and apostrophes": "“I’m ‘free’ now” (“so”) – “‘it’” in ’99",
            "TeX quotes": "``I'm 'free' now'' (``so'') – ``'it''' in '99",
        }.items():
            self.assertEqual(self.CHANGES[name](text), quoted)

    def test_sentences_and_first_words_are_found(self):
        text = "\"We're in.\" Mr. Doe left. He is U.S. Consul.\n\nYes, he is."
        for name, changed in {
            "two blanks after sentences": "\"We're in.\" Mr. Doe left.  He is U.S. Consul.\n\nYes, he is.",
            "first words bold": "\"**We're** in.\" Mr. Doe left. He is U.S. Consul.\n\n**Yes**, he is.",
        }.items():
            self.assertEqual(self.CHANGES[name](text), changed)

    def record(self, *claims):
        """A document whose attributed claims have these strings as source, cue and content, none where one is empty."""
        text, attributions = "", []
        for claim in claims:
            made = {"voice": "attributed"}
            for role, words in zip(("source", "cue", "content"), claim):
                made[role] = [[len(text), len(text) + len(words)]] if words else []
                text += words + " "
            attributions.append(made)
        return {"text": text, "attributions": attributions}

    def test_only_attributed_claims_count_and_by_their_words(self):
        record = self.record(("Doe", "said", "“it’s  ﬁne”"), ("", "SAID", "\"it's fi\u00adne\""))
        record["attributions"].append({"voice": "author", "source": [], "cue": [], "content": [[0, 3]]})
        claims = {("doe", "said", "'it's fine'"): 1, ("", "said", "'it's fine'"): 1}
        self.assertEqual(check_forms.attributed(record), claims)

    def test_a_lost_claim_and_a_new_one_are_found(self):
        def compared(*found):
            return check_forms.compared(Counter(["doe", "doe", "roe", "roe"]), Counter(found))

        self.assertEqual(compared("roe", "doe", "roe", "doe"), (4, 100.0, 0))
        self.assertEqual(compared("roe", "doe", "roe"), (3, 75.0, 0))
        self.assertEqual(compared("doe", "doe", "doe", "who"), (2, 50.0, 2))

    def run_without(self, lost):
        """Exit code and table where the program finds no claim in texts of the form `lost`."""

        def extracted(command, path):
            text = path.read_bytes().decode()
            return self.record() if text == self.CHANGES[lost](self.TEXT) else self.record(("Doe", "said", "so"))

        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()) as out:
            for name in ("labeled.txt", "labeled.toml", "unlabeled.txt"):
                pathlib.Path(folder, name).write_text(self.TEXT, encoding="utf-8")
            arguments = ["check_forms.py", folder, "--gold", folder, "--least", "99"]
            with mock.patch.object(check_forms, "extracted", extracted), mock.patch.object(sys, "argv", arguments):
                with self.assertRaises(SystemExit) as end:
                    check_forms.main()
        return int(end.exception.code), out.getvalue()

    def test_only_forms_that_say_the_same_thing_must_keep_the_least(self):
        code, table = self.run_without("CRLF")
        self.assertEqual(code, 1)
        self.assertTrue(table.startswith("1 articles;"), table)
        self.assertIn(["CRLF", "1", "0", "0.0", "0"], map(str.split, table.splitlines()))
        self.assertEqual(self.run_without("capitals")[0], 0)


class Articles(unittest.TestCase):
    """The made-up articles for runs of any size."""

    MADE = [make_articles.article("s", number) for number in range(400)]

    def test_an_article_depends_on_seed_and_number_alone(self):
        self.assertEqual(make_articles.article("s", 7), self.MADE[7])
        self.assertNotEqual(make_articles.article("t", 7)["text"], self.MADE[7]["text"])
        self.assertEqual(len({article["id"] for article in self.MADE}), 400)

    def test_lengths_are_those_of_news(self):
        lengths = sorted(len(article["text"].encode()) for article in self.MADE)
        self.assertTrue(3000 < sum(lengths) / 400 < 4200, sum(lengths) / 400)
        self.assertTrue(2500 < lengths[200] < sum(lengths) / 400 and lengths[-1] > 10_000, lengths[200])

    def test_no_template_is_left_unfilled(self):
        for article in self.MADE:
            self.assertNotIn("{", article["text"])
            self.assertEqual(article["text"].count("“"), article["text"].count("”"))


class JoinLabels(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.corpora = pathlib.Path(folder.name)
        for name, rows in {
            "polnear/train.jsonl": [{"doc_id": "a", "text": "Doe said so."}, {"doc_id": "b", "text": "Roe left."}],
            "sentences/train.jsonl": [{"doc_id": "s", "text": "It rained."}],
            "ner/wikigold/train.jsonl": [],
            "ner/re3d/train.jsonl": [],
            "lines/wcxb_dev.jsonl": [
                {"doc_id": "w", "lines": [{"text": " Ann", "keep": True}, {"text": "Menu", "keep": False}, {"text": "Bo", "keep": True}]}
            ],
        }.items():
            path = self.corpora / name
            path.parent.mkdir(parents=True)
            path.write_text("".join(json.dumps(row) + "\n" for row in rows))

    def run_on(self, *arguments):
        out = io.StringIO()
        with mock.patch.object(sys, "argv", ["join_labels.py", *map(str, arguments)]), contextlib.redirect_stdout(out):
            join_labels.main()
        return [json.loads(line) for line in out.getvalue().splitlines()]

    def labels(self, doc_id, text, **more):
        row = {"doc_id": doc_id, "sha256": hashlib.sha256(text.encode()).hexdigest(), "attributions": []} | more
        path = self.corpora / "labels.jsonl"
        path.write_text(json.dumps(row) + "\n")
        return path

    def test_labels_get_the_text_that_they_were_made_on(self):
        found = self.run_on(self.corpora, self.labels("w", "Ann\nBo"))
        self.assertEqual(found, [{"doc_id": "w", "text": "Ann\nBo", "attributions": []}])

    def test_of_a_text_that_was_labeled_in_part_the_part_is_put_out(self):
        self.assertEqual(self.run_on(self.corpora, self.labels("w", "Ann", until=3))[0]["text"], "Ann")
        self.assertEqual(self.run_on(self.corpora, self.labels("s", "It rained."))[0]["text"], "It rained.")

    def test_another_text_is_refused(self):
        for doc_id in ("a", "nobody"):
            with self.assertRaises(SystemExit) as refused:
                self.run_on(self.corpora, self.labels(doc_id, "Doe said no."))
            self.assertIn("hint: ", str(refused.exception))

    def test_a_part_can_be_asked_for(self):
        for part, expected in (("train", []), ("dev", ["w"])):
            rows = self.run_on("--part", part, self.corpora, self.labels("w", "Ann\nBo", part="dev"))
            self.assertEqual([row["doc_id"] for row in rows], expected)


class Speakers(unittest.TestCase):
    ROW = {
        "text": "Ann Holm left. She said it rained. Roe agreed.",
        "attributions": [{"id": "C1", "source": [[15, 18]], "cue": [[19, 23]], "content": [[24, 33]]}],
    }
    ENTITIES = [{"id": "ann-holm", "start": 0, "end": 8}, {"id": "roe", "start": 35, "end": 38}]

    def counts(self, ids, names, voice="attributed"):
        claims = [dict(self.ROW["attributions"][0], source_ids=ids, voice=voice)]
        return score_speakers.counted(self.ROW, {"C1": names}, claims, self.ENTITIES)

    def test_an_id_is_right_where_one_of_its_mentions_has_the_name(self):
        self.assertEqual(self.counts(["ann-holm"], ["Ann Holm"]), [1, 1, 1, 1])
        self.assertEqual(self.counts(["roe"], ["Ann Holm"]), [1, 0, 1, 0])
        self.assertEqual(self.counts([], ["Ann Holm"]), [1, 0, 0, 0])
        self.assertEqual(self.counts(["nobody"], []), [0, 0, 1, 0])

    def test_what_the_method_does_not_find_does_not_count(self):
        self.assertEqual(self.counts(["ann-holm"], ["Ann Holm"], voice="author"), [0, 0, 0, 0])

    def test_shares_are_of_all_articles(self):
        self.assertEqual(score_speakers.shares([[2, 1, 1, 1], [2, 2, 3, 2]]), (75.0, 75.0))


class Docs(unittest.TestCase):
    PAGE = "Say it:\n\n```console\n$ cat > a.txt <<'END'\n> Oslo\n>\n> waits\n> END\n$ cat a.txt; echo 0.25 s; ls missing\nold\n```\nSo.\n"

    def test_a_session_runs_as_it_is_typed(self):
        now = docs.played(self.PAGE, pathlib.Path("/usr/bin/saidso"))
        typed, printed = now.split("ls missing\n", 1)
        self.assertEqual(typed + "ls missing\n", self.PAGE.split("old\n")[0])
        self.assertTrue(printed.startswith("Oslo\n\nwaits\n0.25 s\n"), printed)
        self.assertTrue(printed.endswith("```\nSo.\n") and "missing" in printed, printed)

    def test_how_long_it_took_is_not_held(self):
        self.assertEqual(docs.held("read 3 kB in 0.25 s\nin 1.5 steps"), docs.held("read 3 kB in 12.00 s\nin 1.5 steps"))
        self.assertNotEqual(docs.held("read 3 kB in 0.25 s"), docs.held("read 4 kB in 0.25 s"))

    def test_a_link_to_nothing_is_found(self):
        page = "[a](test_scripts.py) [b](none.md#x) [c](https://example.org) [d](#here)"
        self.assertEqual(docs.broken(pathlib.Path(__file__), page), ["none.md"])

    def test_types_are_told_in_short(self):
        names = ["Utf8", "Int32", "List(non-null Utf8, field: 'element')", 'List(non-null Struct("a": Int32, "b": Utf8))']
        self.assertEqual([docs.kind(name) for name in names], ["string", "int32", "list of string", "list of (a, b)"])


if __name__ == "__main__":
    unittest.main()
