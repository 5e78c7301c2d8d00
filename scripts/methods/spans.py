"""What other tools find as spans of our protocol, in plain Python; for the methods beside it."""

import itertools
import re


def trimmed(text, start, end):
    """The span without white space at its ends; empty where it was nothing else."""
    words = text[start:end]
    return [start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())]


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


def by_line(text, split):
    """Sentences by `split`, which is given lines, over whose ends no sentence goes on, and cuts each into strings."""
    cut = lines(text)
    found = [(at, located(line, pieces)) for (at, line), pieces in zip(cut, split([line for _, line in cut]), strict=True)]
    return [[at + start, at + end] for at, spans in found for start, end in spans]


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


def attributions(parts):
    """Attributions of (source, cue, content), each a list of spans."""
    return [{"id": f"C{at}", "source": source, "cue": cue, "content": content}
            for at, (source, cue, content) in enumerate(parts, 1)]
