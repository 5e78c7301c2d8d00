"""Finds nothing, and looks at nothing but the id: what it takes is what the conversation itself takes.

saidso score --outside 'python3 scripts/methods/nothing.py'
"""

import re
import sys

print('{"protocol":1,"name":"nothing.py","version":"1","layers":["sentences"],"offsets":"code-points"}', flush=True)
for line in sys.stdin:
    doc_id = re.match(r'{"doc_id":("(?:[^"\\]|\\.)*")', line).group(1)
    print(f'{{"doc_id":{doc_id},"sentences":[]}}', flush=True)
