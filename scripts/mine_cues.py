#!/usr/bin/env python3
"""Counts which word forms are cues of attribution in PolNeAR, and in which frames.

    mine_cues.py polnear/train.jsonl > mined.tsv

One line for each word form and context (v verb, n noun, t after "to", p passive): how often the form
heads a cue, how often it stands outside all contents, and the percent of the former by what follows
it. A cell counts if it was seen once and reaches a quarter; a rare form borrows from its relatives.

`datasets/lexicon/cues.tsv` has these percents in its rows of origin "mined". Rows of origin "hand"
are made up for forms that the corpus lacks or holds too rarely, rows of origin "raised" are mined
with some percents put up by hand; acts and factuality are given by hand throughout, adverbs and
verbs that say nothing ("discussed", "spoke") are left out. Of the corpus nothing is kept but word
forms and rates.
"""
import collections
import json
import re
import sys

TOKEN = re.compile(r"(?:[A-Z]\.){2,}|[^\W\d_]+(?:[’'](?!s\b)[^\W\d_]+)*|[’']s\b|\d[\w,.:]*|\S")
PREPOSITIONS = set("of for about on with against in as from into over at after toward towards upon".split())
WH = set("if whether how what why when where who which".split())
DETERMINERS = set(
    "the a an this these those his her their its my our your no any some every each another such 's ’s".split()
)
NOMINAL = DETERMINERS | set("of in for with on about by from against over at through despite".split())
BE = set("is are was were be been being 's ’s".split())
ADVERBS = set(
    "also not never ever just still now then again already even later earlier often always soon once "
    "both only recently repeatedly first".split()
)
MODALS = set("is are was were be been being am has have had having do does did will would can could may might "
             "must shall should not n't don't doesn't didn't isn't aren't wasn't weren't won't wouldn't can't couldn't "
             "hasn't haven't hadn't".split())
PRONOUNS = set("i you he she it we they me him us them who whom which that himself themselves itself herself "
               "one ones there here".split())
CLOSED = PREPOSITIONS | WH | DETERMINERS | BE | ADVERBS | MODALS | PRONOUNS | set(
    "to by and or but so out up down off back more most less least very too much many few own same other "
    "others than because while although though unless until since before during through between among "
    "under without within along across around above below behind near per via like unlike than ".split()
) | set("monday tuesday wednesday thursday friday saturday sunday week month year today yesterday night morning "
        "january february march april june july august september october november december".split())


def frame(tokens, at):
    """The kind of word that follows the token, adverbs skipped."""
    following = tokens[at + 1 :]
    for token in following:
        low = token.lower()
        if low in ADVERBS or (low.endswith("ly") and len(low) > 4 and low not in ("family", "rally", "italy")):
            continue
        if low == "that":
            return "that"
        if low in WH:
            return "wh"
        if low == "to" or low in PREPOSITIONS or low == "by":
            return low
        if token in "\"“‘'":
            return "quote"
        if token in ",:":
            return "mark"
        if not token[0].isalnum():
            return "end"
        if low.endswith("ing") and len(low) > 5:
            return "ing"
        return "np"
    return "end"


def context(tokens, at):
    """n after a determiner or preposition, t after "to", p after "be" (passive), else v."""
    form = tokens[at].lower()
    back = at - 1
    while back >= 0 and (tokens[back].lower() in ADVERBS or tokens[back].lower().endswith("ly")):
        back -= 1
    before = tokens[back].lower() if back >= 0 else ""
    if before == "to":
        return "t"
    if before in BE and form.endswith(("ed", "en", "wn", "ld", "id", "ght")):
        return "p"
    if form.endswith("ing"):
        return "n" if before in DETERMINERS else "v"
    return "n" if before in NOMINAL else "v"


def stem(form):
    """A crude lemma, to lend a rare form the rates of its relatives."""
    for ending, put in (("ies", "y"), ("ied", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""), ("e", "")):
        if form.endswith(ending) and len(form) - len(ending) >= 3:
            return (form[: -len(ending)] + put).rstrip("e")
    return form


def documents(path):
    for line in open(path, encoding="utf-8"):
        record = json.loads(line)
        text = record["text"]
        found = [(m.group().replace("’", "'"), m.start(), m.end()) for m in TOKEN.finditer(text)]
        hidden = bytearray(len(text) + 1)
        inside = bytearray(len(text) + 1)
        for item in record["attributions"]:
            for start, end in item["content"]:
                hidden[start:end] = b"\1" * (end - start)
        heads = []
        for item in record["attributions"]:
            for start, end in item["cue"]:
                inside[start:end] = b"\1" * (end - start)
                heads.append([k for k, t in enumerate(found) if start <= t[1] < end])
        yield found, hidden, inside, heads


def main(path):
    form_hits, form_all, names = (collections.Counter() for _ in range(3))
    read = list(documents(path))
    for found, hidden, inside, _ in read:
        for token, start, _ in found:
            if token[0].isalpha() and not hidden[start]:
                form_all[token.lower()] += 1
                names[token.lower()] += token[0].isupper()
                form_hits[token.lower()] += inside[start]
    rate = {w: form_hits[w] / (form_all[w] + 3) for w in form_all}
    hits, total, kin_hits, kin_total = (collections.Counter() for _ in range(4))
    for found, hidden, _, heads in read:
        tokens = [t[0] for t in found]
        chosen = set()
        for group in heads:
            group = [k for k in group if tokens[k].lower() not in CLOSED and tokens[k][0].isalpha()]
            if group:
                chosen.add(max(group, key=lambda k: rate.get(tokens[k].lower(), 0)))
        for k, (token, start, _) in enumerate(found):
            low = token.lower()
            if low in CLOSED or not token[0].isalpha() or hidden[start]:
                continue
            key = (context(tokens, k), frame(tokens[k : k + 6], 0))
            total[low, key] += 1
            kin_total[stem(low), key] += 1
            if k in chosen:
                hits[low, key] += 1
                kin_hits[stem(low), key] += 1
    rows = collections.defaultdict(dict)
    for (form, (ctx, frm)), n in total.items():
        if form_hits[form] < 2 or names[form] > 0.8 * form_all[form]:
            continue
        key = (ctx, frm)
        kin = (kin_hits[stem(form), key] + 0.2) / (kin_total[stem(form), key] + 1)
        percent = 100 * (hits[form, key] + 2 * kin) / (n + 2)
        rows[form, ctx][frm] = (percent, hits[form, key], n)
    for (form, ctx), cells in sorted(rows.items()):
        good = {f: c for f, c in cells.items() if c[0] >= 25 and c[1] >= 1}
        if good and sum(c[1] for c in good.values()) >= 2:
            shown = " ".join(f"{f}={c[0]:.0f}" for f, c in sorted(good.items(), key=lambda i: -i[1][1]))
            print(form, ctx, sum(c[1] for c in cells.values()), sum(c[2] for c in cells.values()), shown, sep="\t")


if __name__ == "__main__":
    main(sys.argv[1])
