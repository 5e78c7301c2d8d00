"""Claims by a language model behind a chat endpoint: POST URL/chat/completions, as OpenAI and most servers of models have it.

usage: chat.py --url URL --model NAME [--key VARIABLE] [--prompt FILE] [--cache DIR] [--price IN OUT] [--limit AMOUNT]
               [--max-tokens N] [--timeout SECONDS]      (no packages)

saidso score --outside 'python3 scripts/methods/chat.py --url http://127.0.0.1:8000/v1 --model llama'

The model is asked for words of the text, at temperature 0; where they stand is found here. What it answers is kept in the
folder of --cache, by the SHA-256 of what it was asked: asking again costs nothing. --price is what a million tokens of
question and of answer cost. With --limit, no more is asked once the next question might bring what the folder's answers
have cost above it, by whomever they were asked for; a document that is not asked about fails and says so. An endpoint that
does not say how many tokens it took, or that breaks off, is taken to have cost the most that it may have.
"""

import argparse
import hashlib
import json
import os
import pathlib
import re
import sys
import time
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).parent
# Waited before each further try where the endpoint is busy.
WAITS = (1, 4)
BUSY = (429, 500, 502, 503, 504)
# Marks that models put in the place of one another.
ALIKE = {mark: f"[{marks}]" for marks in ("\"“”„«»", "'‘’`", "\\-–—") for mark in marks}


class Failed(Exception):
    """A document that has no answer, and why."""


class Chat:
    """An endpoint with a folder of its answers, and what they have cost."""

    def __init__(self, args):
        self.args = args
        self.system = args.prompt.read_text(encoding="utf-8")
        self.cache = args.cache
        self.cache.mkdir(parents=True, exist_ok=True)
        self.spent = sum(json.loads(path.read_text(encoding="utf-8"))["cost"] for path in self.cache.glob("*.json"))
        self.asked = self.kept = 0
        self.tokens = [0, 0]

    def question(self, text):
        """The body of a request."""
        messages = [{"role": "system", "content": self.system}, {"role": "user", "content": text}]
        return {"model": self.args.model, "temperature": 0, "max_tokens": self.args.max_tokens, "messages": messages}

    def cost(self, tokens):
        return sum(price * count / 1e6 for price, count in zip(self.args.price, tokens))

    def answer(self, text):
        """What the model says about `text`, from the folder or from the endpoint."""
        question = self.question(text)
        body = json.dumps(question, ensure_ascii=False, sort_keys=True).encode()
        path = self.cache / f"{hashlib.sha256(self.args.url.encode() + body).hexdigest()}.json"
        entry = json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
        if entry and entry["answer"]:
            self.kept += 1
            return content(entry["answer"])
        # No token is shorter than a byte, but for some that frame the messages.
        most = [len(body) + 100, self.args.max_tokens]
        if self.args.limit is not None and self.spent + self.cost(most) > self.args.limit:
            raise Failed(f"the spending limit: {self.spent:.6g} of {self.args.limit:g} spent, the next may cost {self.cost(most):.6g}")
        # Until the answer is there, it counts as what it may cost.
        before = entry["cost"] if entry else 0.0
        self.keep(path, question, None, before + self.cost(most))
        self.spent += self.cost(most)
        try:
            answer = self.asked_for(body)
        except urllib.error.HTTPError as error:  # it was refused, so that it cost nothing
            self.spent -= self.cost(most)
            self.keep(path, question, None, before)
            raise Failed(f"the endpoint's status is {error.code}: {error.read(200).decode(errors='replace')}") from error
        except (OSError, ValueError) as error:
            raise Failed(f"the endpoint: {error}") from error
        usage = answer.get("usage") or {}
        tokens = [usage.get("prompt_tokens", most[0]), usage.get("completion_tokens", most[1])]
        self.spent += self.cost(tokens) - self.cost(most)
        self.tokens = [all + own for all, own in zip(self.tokens, tokens)]
        self.keep(path, question, answer, before + self.cost(tokens))
        return content(answer)

    def asked_for(self, body):
        headers = {"Content-Type": "application/json"}
        if key := os.environ.get(self.args.key):
            headers["Authorization"] = f"Bearer {key}"
        request = urllib.request.Request(f"{self.args.url.rstrip('/')}/chat/completions", body, headers)
        for wait in (*WAITS, None):
            self.asked += 1
            try:
                with urllib.request.urlopen(request, timeout=self.args.timeout) as response:
                    answer = json.load(response)
            except urllib.error.HTTPError as error:
                if wait is None or error.code not in BUSY:
                    raise
                time.sleep(wait)
                continue
            if not isinstance(answer, dict):
                raise ValueError("no JSON object")
            return answer

    def keep(self, path, question, answer, cost):
        """Writes an entry of the folder, whole or not at all; the key is not in it."""
        new = path.with_suffix(".new")
        new.write_text(json.dumps({"question": question, "answer": answer, "cost": cost}), encoding="utf-8")
        os.replace(new, path)

    def told(self):
        """What it came to."""
        given, taken = self.tokens
        return (f"{self.asked} asked, {self.kept} from {self.cache}; {given} tokens in, {taken} out; "
                f"the answers of the folder have cost {self.spent:.6g}")


def content(answer):
    """The words of an answer."""
    try:
        choice = answer["choices"][0]
        words = choice["message"]["content"]
    except (KeyError, IndexError, TypeError) as error:
        raise Failed("the endpoint's answer has no choices[0].message.content") from error
    if choice.get("finish_reason") == "length":
        raise Failed("the model's answer was cut off; give more --max-tokens")
    return words or ""


def claims_in(words):
    """The claims of a model's answer: (source, cue, pieces of content) as words."""
    start = words.find("{")
    try:
        said = json.JSONDecoder().raw_decode(words, max(start, 0))[0]["claims"]
        return [(claim.get("source"), claim.get("cue"), pieces(claim["content"])) for claim in said]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Failed(f"the model's answer is not of the form of the prompt: {words[:80]!r}") from error


def pieces(words):
    words = [words] if isinstance(words, str) else words
    if not all(isinstance(piece, str) for piece in words):
        raise TypeError("no words")
    return words


def places(text, words):
    """Where `words` stand in `text`, whole words, whatever the white space and the kind of marks."""
    if not isinstance(words, str) or not words.strip():
        return []
    parts = [r"".join(ALIKE.get(c, re.escape(c)) for c in part) for part in words.split()]
    whole = r"\s+".join(parts)
    start, end = words.strip()[0], words.strip()[-1]
    whole = (r"(?<!\w)" if start.isalnum() else "") + whole + (r"(?!\w)" if end.isalnum() else "")
    return [list(match.span()) for match in re.finditer(whole, text)]


def nearest(text, words, span, taken):
    """Of the places of `words` the one nearest to `span` that is not `taken`."""
    free = [own for own in places(text, words) if all(own[1] <= start or end <= own[0] for start, end in taken)]
    return min(free, key=lambda own: max(span[0] - own[1], own[0] - span[1], 0), default=None)


def attributions(text, claims):
    """The claims with their places, and how many are not in the text. Contents are looked for in the order of the text."""
    found, lost, at = [], 0, 0
    for source, cue, content in claims:
        spans = []
        for piece in content:
            all = places(text, piece)
            spans.append(next((own for own in all if own[0] >= at), all[0] if all else None))
            at = max(at, spans[-1][0] + 1) if spans[-1] else at
        if not spans or None in spans:
            lost += 1
            continue
        spans.sort()
        cue_at = nearest(text, cue, spans[0], spans)
        source_at = nearest(text, source, cue_at or spans[0], spans + ([cue_at] if cue_at else []))
        found.append({"id": f"C{len(found) + 1}", "source": [source_at] if source_at else [],
                      "cue": [cue_at] if cue_at else [], "content": spans})
    return found, lost


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", required=True, help="of the endpoint, without /chat/completions")
    parser.add_argument("--model", required=True)
    parser.add_argument("--key", default="OPENAI_API_KEY", help="the variable that has the key, if there is one")
    parser.add_argument("--prompt", type=pathlib.Path, default=HERE / "chat_prompt.txt")
    parser.add_argument("--cache", type=pathlib.Path, default=pathlib.Path("target/chat"))
    parser.add_argument("--price", type=float, nargs=2, default=(0.0, 0.0), metavar=("IN", "OUT"))
    parser.add_argument("--limit", type=float)
    parser.add_argument("--max-tokens", type=int, default=4096)
    parser.add_argument("--timeout", type=float, default=50, help="below the deadline of a document")
    args = parser.parse_args()
    if args.limit is not None and not any(args.price):
        parser.error("--limit needs --price: without it nothing costs anything")
    return args


def main():
    args = arguments()
    chat = Chat(args)
    version = hashlib.sha256(f"{chat.system}\0{args.max_tokens}".encode()).hexdigest()[:8]
    say({"protocol": 1, "name": f"chat {args.model}"[:60], "version": version, "layers": ["claims"],
         "offsets": "code-points"})
    lost = 0
    for line in sys.stdin:
        document = json.loads(line)
        try:
            found, missing = attributions(document["text"], claims_in(chat.answer(document["text"])))
            lost += missing
            say({"doc_id": document["doc_id"], "attributions": found})
        except Failed as failed:
            say({"doc_id": document["doc_id"], "failed": str(failed)})
    print(f"chat.py: {chat.told()}; {lost} claims were not words of their text", file=sys.stderr)


def say(line):
    print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
