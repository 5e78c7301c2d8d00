#!/usr/bin/env python3
"""Time nervaluate for `cargo bench --bench scorer`: CPU seconds for N spans a side.

usage: time_nervaluate.py N SEED     (needs nervaluate of scripts/requirements-scorers.txt)

Prints JSON: {"version", "spans", "seconds"}, or {"missing": true} where nervaluate is not installed.
Spans are made as the bench makes them: one after the other, 100 to a document, those of the
prediction partly moved, retyped or lost. It is given spans, not tags, so that it need not read tags.
"""

import json
import random
import sys
import time

try:
    import nervaluate
    from importlib.metadata import version
except ImportError:
    print(json.dumps({"missing": True}))
    sys.exit()

SPANS = 100
TYPES = ["PERSON", "NORP", "FAC", "ORG", "GPE", "LOC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW", "LANGUAGE",
         "DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "CARDINAL"]


def documents(rng, count):
    """Per document the gold's and the prediction's spans; ends are inclusive, as nervaluate wants."""
    gold, predicted = [], []
    for _ in range(count // SPANS):
        ours, theirs, at = [], [], 0
        for _ in range(SPANS):
            start = at + 2 + rng.randrange(40)
            end = start + 3 + rng.randrange(20)
            kind = rng.choice(TYPES)
            ours.append({"label": kind, "start": start, "end": end - 1})
            # As in the bench: a fifth moved, a fifth retyped, a tenth somewhere else.
            fate = rng.randrange(10)
            if fate < 2:
                start, end = start - 1, end - 1
            elif fate < 4:
                kind = rng.choice(TYPES)
            elif fate == 4:
                start, end = end, end + 1
            theirs.append({"label": kind, "start": start, "end": end - 1})
            at = end
        gold.append(ours)
        predicted.append(theirs)
    return gold, predicted


def main():
    count, seed = int(sys.argv[1]), int(sys.argv[2])
    gold, predicted = documents(random.Random(seed), count)
    started = time.process_time()
    nervaluate.Evaluator(gold, predicted, tags=TYPES, loader="dict").evaluate()
    seconds = time.process_time() - started
    print(json.dumps({"version": version("nervaluate"), "spans": sum(map(len, gold)), "seconds": seconds}))


if __name__ == "__main__":
    main()
