"""Tests of methods/chat.py against a small endpoint of this machine, without packages.

usage: python3 -m unittest discover scripts
"""
import http.server
import json
import pathlib
import subprocess
import sys
import tempfile
import threading
import unittest

METHODS = pathlib.Path(__file__).parent / "methods"
sys.path.append(str(METHODS))
import chat  # noqa: E402

TEXT = "Storm over Oslo\n\n“We wait,” said Jane Doe.\n“It’s late,” she\nsaid, “but we wait.” The mayor denied it."


class Endpoint(http.server.BaseHTTPRequestHandler):
    """Answers as `server.says(question)`, which is (status, body), and keeps what it was asked."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, question, self.headers.get("Authorization")))
        status, body = self.server.says(question)
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def said(claims, tokens=(1000, 100), finish="stop"):
    """The body of an answer."""
    words = claims if isinstance(claims, str) else "Here it is:\n```json\n" + json.dumps({"claims": claims}) + "\n```"
    answer = {"choices": [{"message": {"role": "assistant", "content": words}, "finish_reason": finish}]}
    if tokens:
        answer["usage"] = {"prompt_tokens": tokens[0], "completion_tokens": tokens[1]}
    return 200, json.dumps(answer).encode()


class Spoken(unittest.TestCase):
    """The script over a pipe, as `saidso score --outside` starts it."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.cache = pathlib.Path(folder.name) / "cache"
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
        self.server.asked = []
        self.server.says = lambda question: said([{"source": "Jane Doe", "cue": "said", "content": "“We wait,”"}])
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)

    def run_on(self, texts, *options):
        """The greeting, the answers and what went to standard error."""
        url = f"http://127.0.0.1:{self.server.server_port}/v1"
        command = [sys.executable, str(METHODS / "chat.py"), "--url", url, "--model", "m", "--cache", str(self.cache), *options]
        lines = "".join(json.dumps({"doc_id": f"d{at}", "text": text}) + "\n" for at, text in enumerate(texts))
        done = subprocess.run(command, input=lines, capture_output=True, encoding="utf-8", env={"OPENAI_API_KEY": "secret"})
        self.assertEqual(done.returncode, 0, done.stderr)
        greeting, *answers = map(json.loads, done.stdout.splitlines())
        self.assertEqual([answer["doc_id"] for answer in answers], [f"d{at}" for at in range(len(texts))])
        return greeting, answers, done.stderr

    def test_words_are_asked_for_and_found(self):
        greeting, [answer], _ = self.run_on([TEXT])
        self.assertEqual((greeting["name"], greeting["layers"], greeting["offsets"]), ("chat m", ["claims"], "code-points"))
        [claim] = answer["attributions"]
        self.assertEqual([TEXT[start:end] for part in ("source", "cue", "content") for start, end in claim[part]],
                         ["Jane Doe", "said", "“We wait,”"])
        [(path, question, key)] = self.server.asked
        self.assertEqual((path, question["temperature"], question["model"], key), ("/v1/chat/completions", 0, "m", "Bearer secret"))
        self.assertEqual(question["messages"][0]["content"], (METHODS / "chat_prompt.txt").read_text(encoding="utf-8"))
        self.assertEqual(question["messages"][1]["content"], TEXT)

    def test_what_was_asked_is_not_asked_again(self):
        first = self.run_on([TEXT, "Oslo waits."])
        self.assertIn("2 asked, 0 from", first[2])
        again = self.run_on([TEXT, "Oslo waits."])
        self.assertEqual(again[1], first[1])
        self.assertIn("0 asked, 2 from", again[2])
        self.assertEqual(len(self.server.asked), 2)
        self.run_on([TEXT], "--max-tokens", "99")
        self.assertEqual(len(self.server.asked), 3, "another question is another entry")
        self.assertFalse(any("secret" in path.read_text() for path in self.cache.iterdir()), "the key is nowhere kept")

    def test_tokens_and_cost_are_counted(self):
        told = self.run_on([TEXT, "Oslo waits."], "--price", "2", "10")[2]
        self.assertIn("2000 tokens in, 200 out; the answers of the folder have cost 0.006;", told)
        self.assertIn("cost 0.006;", self.run_on([TEXT], "--price", "2", "10")[2], "the folder remembers")

    def test_at_the_limit_nothing_more_is_asked_and_the_document_says_so(self):
        # An answer may cost 0.04096 and a little, and costs 0.002.
        options = ("--price", "0", "10", "--limit", "0.0415")
        self.server.says = lambda question: said([], (1000, 200))
        answers = self.run_on([TEXT, "Oslo waits.", TEXT], *options)[1]
        self.assertEqual(answers[0], {"doc_id": "d0", "attributions": []})
        self.assertIn("the spending limit: 0.002 of 0.0415 spent", answers[1]["failed"])
        self.assertEqual(answers[2]["attributions"], [], "what is kept costs nothing")
        self.assertEqual(len(self.server.asked), 1)
        self.assertIn("spending limit", self.run_on(["Bergen waits."], *options)[1][0]["failed"], "in another run, too")

    def test_an_answer_without_a_count_may_have_cost_the_most(self):
        self.server.says = lambda question: said([], None)
        told = self.run_on([TEXT], "--price", "0", "10")[2]
        self.assertIn("cost 0.04096;", told)

    def test_a_document_without_an_answer_says_why(self):
        for reply, why in [
            ((400, b"no such model"), "status is 400: no such model"),
            ((200, b"Oslo!"), "the endpoint: "),
            ((200, b"[]"), "no JSON object"),
            ((200, b"{}"), "choices[0].message.content"),
            (said("I would rather not."), "not of the form of the prompt: 'I would rather not.'"),
            (said([{"content": 7}]), "not of the form"),
            (said("{\"claims\": [", finish="length"), "--max-tokens"),
        ]:
            self.server.says = lambda question, reply=reply: reply
            [answer] = self.run_on([f"{TEXT} {why}"])[1]
            self.assertIn(why, answer["failed"])

    def test_a_busy_endpoint_is_asked_again(self):
        replies = iter([(429, b""), said([])])
        self.server.says = lambda question: next(replies)
        [answer] = self.run_on([TEXT])[1]
        self.assertEqual((answer["attributions"], len(self.server.asked)), ([], 2))


class Places(unittest.TestCase):
    def words(self, claims):
        found, lost = chat.attributions(TEXT, claims)
        return [[[TEXT[a:b] for a, b in claim[part]] for part in ("source", "cue", "content")] for claim in found], lost

    def test_marks_and_white_space_may_differ_and_pieces_are_one_claim(self):
        found, lost = self.words([("she", "said", ["\"It's late,\"", "\"but we wait.\""])])
        self.assertEqual((found, lost), ([[["she"], ["said"], ["“It’s late,”", "“but we wait.”"]]], 0))
        self.assertEqual(chat.places(TEXT, "she said"), [[TEXT.index("she"), TEXT.index("she") + 8]])

    def test_a_word_is_no_part_of_another(self):
        self.assertEqual(chat.places("The theme is the", "the"), [[13, 16]])

    def test_words_that_stand_twice_are_those_nearest_to_the_content(self):
        text = "She said no. He said yes. She said so."
        found, _ = chat.attributions(text, [("He", "said", ["yes"]), ("She", "said", ["so"])])
        self.assertEqual([claim["cue"] for claim in found], [[[16, 20]], [[30, 34]]])
        self.assertEqual([claim["source"] for claim in found], [[[13, 15]], [[26, 29]]])

    def test_contents_are_looked_for_in_order(self):
        found, _ = chat.attributions("no, no, no", [(None, None, ["no"]), (None, None, ["no,"]), (None, None, ["no"])])
        self.assertEqual([claim["content"] for claim in found], [[[0, 2]], [[4, 7]], [[8, 10]]])

    def test_what_is_not_in_the_text_is_counted(self):
        found, lost = self.words([("Doe", "said", ["We shall wait"]), (None, None, []), ("nobody", None, ["it"])])
        self.assertEqual((found, lost), ([[[], [], ["it"]]], 2))


if __name__ == "__main__":
    unittest.main()
