"""Text in quotation marks, and who said it where "NAME said" or "said NAME" stands behind it.

saidso score --outside 'python3 scripts/methods/quotes.py'
"""

import json
import re
import sys

QUOTE = re.compile(r"“[^”\n]+”|\"[^\"\n]+\"")
NAME = r"((?:[A-Z][\w’'-]+ )*[A-Z][\w’'-]+|he|she|they)"
CUE = r"(said|says|told|added|asked|wrote)"
NAME_FIRST = re.compile(rf"\s*{NAME} {CUE}\b")
CUE_FIRST = re.compile(rf"\s*{CUE} {NAME}")


def say(line):
    print(json.dumps(line), flush=True)


def claim(text, quote):
    found = {"id": f"C{quote.start()}", "source": [], "cue": [], "content": [quote.span()], "quote": "direct"}
    if behind := NAME_FIRST.match(text, quote.end()):
        found |= {"source": [behind.span(1)], "cue": [behind.span(2)]}
    elif behind := CUE_FIRST.match(text, quote.end()):
        found |= {"source": [behind.span(2)], "cue": [behind.span(1)]}
    return found


say({"protocol": 1, "name": "quotes.py", "version": "1", "layers": ["claims"], "offsets": "code-points"})
for line in sys.stdin:
    document = json.loads(line)
    claims = [claim(document["text"], quote) for quote in QUOTE.finditer(document["text"])]
    say({"doc_id": document["doc_id"], "attributions": claims})
