#!/usr/bin/env python3
"""Writes datasets/lexicon/clusters.tsv: the Brown cluster of the most frequent English words.

    pip install --no-deps spacy-lookups-data==1.0.5
    python scripts/make_clusters.py > datasets/lexicon/clusters.tsv

The clusters and frequencies are spaCy's (spacy-lookups-data 1.0.5, MIT): 1,000 clusters by Liang's
program (2005), with the bits of each path stored from the last to the first. Only lower-case forms are kept, each
with the cluster of its most frequent spelling.
"""

import gzip
import json
import re
from importlib.resources import files

WORDS = 40_000


def table(name):
    path = files("spacy_lookups_data") / "data" / f"en_lexeme_{name}.json.gz"
    return json.loads(gzip.decompress(path.read_bytes()))


def main():
    clusters, probabilities = table("cluster"), table("prob")
    spelled = re.compile(r"[A-Za-z][A-Za-z']*")
    best = {}
    for word, probability in probabilities.items():
        if clusters.get(word) and spelled.fullmatch(word):
            best[word.lower()] = max(best.get(word.lower(), (-99.0, "")), (probability, word))
    frequent = sorted(best, key=lambda word: (-best[word][0], word))[:WORDS]
    print("# word\tcluster, as a path of bits; scripts/make_clusters.py")
    for word in sorted(frequent):
        # The path runs from the lowest bit up; zeros at its end are lost in that encoding.
        print(f"{word}\t{format(clusters[best[word][1]], 'b')[::-1]}")


if __name__ == "__main__":
    main()
