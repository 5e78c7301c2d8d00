#!/usr/bin/env python3
"""Joins the labels of datasets/single with the texts of your copies of the corpora; a text that is not the labeled one is an error.

usage: join_labels.py [--part train|dev] CORPORA FILE… > labeled.jsonl

CORPORA has polnear/train.jsonl, sentences/train.jsonl, lines/wcxb_dev.jsonl, ner/wikigold/train.jsonl and
ner/re3d/train.jsonl (datasets/corpora.md). An article of WCXB is
its kept lines, one a line; of a long one only the text up to `until` was labeled, and no more is put out. Without --part, all that the files have.
"""
import argparse
import hashlib
import json
import pathlib
import sys


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def texts(corpora):
    """The text of each article by its id."""
    named = [corpora / name / "train.jsonl" for name in ("polnear", "sentences", "ner/wikigold", "ner/re3d")]
    found = {row["doc_id"]: row["text"] for path in named if path.exists() for row in lines(path)}
    for page in lines(corpora / "lines" / "wcxb_dev.jsonl"):
        kept = (line["text"].strip() for line in page["lines"] if line["keep"])
        found[page["doc_id"]] = "\n".join(line for line in kept if line)
    return found


def joined(row, text):
    """The row with its text, which must be the one that was labeled."""
    text = text[: row.get("until")]
    if hashlib.sha256(text.encode()).hexdigest() != row["sha256"]:
        raise SystemExit(f"error: {row['doc_id']}: its text is not the labeled one\nhint: take the corpus as datasets/corpora.md says")
    whole = {"doc_id": row["doc_id"], "text": text}
    if "entities" in row:
        whole["entities"] = [{"start": start, "end": end, "type": kind} for start, end, kind in row["entities"]]
    return whole | {key: row[key] for key in ("attributions", "annotator") if key in row}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=("train", "dev"), help="only the texts to train on, or to tune by")
    parser.add_argument("corpora", type=pathlib.Path)
    parser.add_argument("labels", nargs="+", type=pathlib.Path)
    args = parser.parse_args()
    labels = [row for path in args.labels for row in lines(path)]
    labels = [row for row in labels if args.part in (None, row.get("part", "train"))]
    found = texts(args.corpora)
    for row in labels:
        if row["doc_id"] not in found:
            raise SystemExit(f"error: {row['doc_id']}: stands in no corpus below {args.corpora}\nhint: CORPORA has polnear/, sentences/, lines/ and ner/")
        print(json.dumps(joined(row, found[row["doc_id"]]), ensure_ascii=False))


if __name__ == "__main__":
    main()
