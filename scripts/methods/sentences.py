"""Sentences by one of six splitters, each given the text line by line, over whose ends no sentence goes on.

pip install -r scripts/methods/requirements.txt
saidso score --outside 'python3 scripts/methods/sentences.py nupunkt'
"""

import importlib
import importlib.metadata
import json
import pathlib
import sys

sys.path.append(str(pathlib.Path(__file__).parent.parent))
import peers


def spacy_rules():
    model = importlib.import_module("spacy").blank("en")
    model.add_pipe("sentencizer")
    return lambda line: [sentence.text for sentence in model(line).sents]


def module(name):
    return importlib.import_module(name)


def nltk():
    """NLTK's splitter with its own model of English, which it would download: a package has it, converted from punkt_tab."""
    punkt, model = module("nltk.tokenize.punkt"), module("punkt.data.english")
    known = punkt.PunktParameters()
    known.abbrev_types, known.collocations = set(model.ABBREV_TYPES), set(model.COLLOCATIONS)
    known.sent_starters = set(model.SENT_STARTERS)
    known.ortho_context.update(model.ORTHO_CONTEXT)
    return punkt.PunktSentenceTokenizer(known).tokenize


# What each is installed as, and what cuts a line into strings.
SPLITTERS = {
    "blingfire": ("blingfire", lambda: lambda line: module("blingfire").text_to_sentences(line).split("\n")),
    "nltk": ("nltk", nltk),
    "nupunkt": ("nupunkt", lambda: module("nupunkt").sent_tokenize),
    "pysbd": ("pysbd", lambda: module("pysbd").Segmenter(language="en", clean=False).segment),
    "sentencex": ("sentencex", lambda: lambda line: list(module("sentencex").segment("en", line))),
    "spacy-rules": ("spacy", spacy_rules),
}

if len(sys.argv) != 2 or sys.argv[1] not in SPLITTERS:
    raise SystemExit(f"error: give one of {', '.join(SPLITTERS)}")
package, make = SPLITTERS[sys.argv[1]]
cut = make()


def say(line):
    print(json.dumps(line), flush=True)


def sentences(text):
    found = [(at, peers.located(line, cut(line))) for at, line in peers.lines(text)]
    return [[at + start, at + end] for at, spans in found for start, end in spans]


say({"protocol": 1, "name": sys.argv[1], "version": importlib.metadata.version(package), "layers": ["sentences"],
     "offsets": "code-points"})
for question in sys.stdin:
    document = json.loads(question)
    say({"doc_id": document["doc_id"], "sentences": sentences(document["text"])})
