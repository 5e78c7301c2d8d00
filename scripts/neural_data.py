"""Corpora, words, windows and labels for train_neural.py.

A word is what BERT's basic tokenizer splits off: a run of letters, digits and marks, or one
punctuation character. Labels stand on words, each read off at the word's first wordpiece. A window
is a run of whole lines of one document that fits into WINDOW pieces with [CLS] and [SEP].
"""
import bisect
import collections
import hashlib
import json
import pathlib
import re
from dataclasses import dataclass

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

WINDOW = 256
ROLES = ["source", "cue", "content"]
PLACES = ["GPE", "LOC", "FAC"]
OTHERS = ["PRODUCT", "EVENT", "WORK_OF_ART", "LAW", "LANGUAGE"]
TYPES = ["PERSON", "ORG", "NORP", *PLACES, *OTHERS]
ENTITY_LABELS = ["O"] + [f"{bi}-{kind}" for kind in TYPES for bi in "BI"]
ANYTHING = (1 << len(ENTITY_LABELS)) - 1
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
PAD, UNK, CLS, SEP, MASK = range(5)

# BERT's words are without case and blanks, which names and straight quotation marks need: each piece
# gets, besides its own, the embedding of its word's shape and of the gap before the word.
SHAPES = ["punctuation", "lower", "title", "capitals", "one capital", "mixed", "digits"]
ENDS = set(".!?\"”")
GAPS = ["none", "blank", "line break"]
FEATURES = 1 + len(SHAPES) * len(GAPS)


@dataclass
class Record:
    """A document as one annotator labeled it; spans are [start, end) in code points."""
    text: str
    claims: list | None = None  # for each role a set of spans
    entities: list | None = None  # (start, end, set of allowed types, or None for "anything goes")
    free: tuple = ()  # types that the corpus does not annotate: its O may be one of them
    weight: float = 1.0  # of the entities: silver counts less than gold
    doc: str = ""


@dataclass
class Word:
    start: int
    end: int
    pieces: list
    gap: int
    line: int
    text: str = ""

    @property
    def feature(self):
        """Row of the feature embeddings; row 0 is for [CLS], [SEP] and padding."""
        return 1 + shape(self.text) * len(GAPS) + self.gap


def shape(word):
    """Index into SHAPES."""
    if any(c.isdigit() for c in word):
        return 6
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return 0
    upper = [c.isupper() for c in letters]
    if not any(upper):
        return 1
    if len(letters) == 1:
        return 4
    if all(upper):
        return 3
    return 2 if upper[0] and not any(upper[1:]) else 5


def lowered(feature):
    """The feature of the same word in lower case; for augmentation."""
    kind, gap = divmod(feature - 1, len(GAPS))
    return feature if kind in (0, 6) else 1 + 1 * len(GAPS) + gap


def shouted(feature, length):
    """The feature of the same word in capitals; for augmentation."""
    kind, gap = divmod(feature - 1, len(GAPS))
    return feature if kind in (0, 6) else 1 + (3 if length > 1 else 4) * len(GAPS) + gap


# ---- reading -------------------------------------------------------------------------------------


def json_lines(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def polnear(path, silver=None):
    """One record for each document and annotator; `silver` is what `saidso extract --layer entities` put out."""
    found = {}
    for row in json_lines(silver) if silver else []:
        found[row["doc_id"]] = [(e["start"], e["end"], {e["type"]}) for e in row["entities"] if e["type"] in TYPES]
    out = []
    for row in json_lines(path):
        claims = [{tuple(part) for a in row["attributions"] for part in a[role]} for role in ROLES]
        record = Record(row["text"], claims, found.get(row["doc_id"]), weight=0.4, doc=row["doc_id"])
        record.attributions = row["attributions"]
        out.append(record)
    return out


TYPE_OF = {
    "politician": "PERSON", "person": "PERSON", "Person": "PERSON", "organisation": "ORG", "politicalparty": "ORG",
    "group": "ORG", "corporation": "ORG", "country": "LOC", "location": "LOC", "election": "EVENT", "event": "EVENT",
    "product": "PRODUCT", "creative-work": "WORK_OF_ART", "misc": "MISC", "WORK": "WORK_OF_ART",
}


def allowed(kind, loose):
    """The types that a corpus's label may be in ours: where it does not split, any of the parts."""
    kind = TYPE_OF.get(kind, kind)
    if kind == "MISC":
        return None if loose else {*OTHERS, "NORP"}
    if kind in ("LOC", "GPE", "FAC"):
        return set(PLACES)
    return {kind} if kind in TYPES else set()


def names(path, free=(), loose=False):
    """Entities in JSON Lines; `loose`: MISC is what nobody knows the type of."""
    out = []
    for row in json_lines(path):
        entities = [(e["start"], e["end"], allowed(e["type"], loose)) for e in row["entities"]]
        record = Record(row["text"], None, [e for e in entities if e[2] is None or e[2]], free, doc=row["doc_id"])
        record.gold = row["entities"]
        out.append(record)
    return out


def conll(path, free=(), together=12):
    """Entities in two columns; `together` sentences make a document, a line each, blanks taken back."""
    sentences, sentence = [], []
    for line in pathlib.Path(path).read_text(encoding="utf-8").splitlines() + [""]:
        if line.strip():
            sentence.append(line.split("\t")[:2])
        elif sentence:
            sentences.append(sentence)
            sentence = []
    out = []
    for k in range(0, len(sentences), together):
        text, entities = "", []
        for sentence in sentences[k : k + together]:
            text += "\n" if text else ""
            for i, (word, tag) in enumerate(sentence):
                glued = i == 0 or word in ".,;:!?)%]" or word[0] in "'’" and len(word) > 1 or word == "n't"
                text += "" if glued or text.endswith(("(", "[")) else " "
                if tag.startswith("B-"):
                    entities.append([len(text), 0, allowed(tag[2:], False)])
                text += word
                if tag != "O" and entities:
                    entities[-1][1] = len(text)
        out.append(Record(text, None, [tuple(e) for e in entities], free, doc=f"{path}#{k}"))
    return out


def training(folder, silver):
    """All that is trained on, and the SHA-256 of each file."""
    ner = folder / "ner"
    parts = {
        "polnear": (folder / "polnear/train.jsonl", lambda p: polnear(p, silver)),
        "gum_named": (ner / "gum_named/train.jsonl", lambda p: names(p, ("NORP", "WORK_OF_ART", "LAW", "LANGUAGE"), True)),
        "re3d": (ner / "re3d/train.jsonl", lambda p: names(p, ("NORP", "EVENT", "LAW", "LANGUAGE"), True)),
        "wikigold": (ner / "wikigold/train.jsonl", names),
        "crossner_politics": (ner / "crossner_politics/train.conll", conll),
        "wnut17": (ner / "wnut17/train.conll", lambda p: conll(p, ("NORP", "EVENT", "LAW", "LANGUAGE"))),
    }
    records = [record for path, read in parts.values() for record in read(path)]
    return records, {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, (path, _) in parts.items()}


# ---- words ---------------------------------------------------------------------------------------


def prune(tokenizer_json, texts, size):
    """The `size` wordpieces that `texts` need most; all single Latin letters, digits and marks stay."""
    full = Tokenizer.from_file(str(tokenizer_json))
    full.no_truncation()
    full.no_padding()
    counts = collections.Counter()
    for text in texts:
        counts.update(full.encode(text, add_special_tokens=False).tokens)
    base = full.get_vocab()
    single = [t for t in base if re.fullmatch(r"(##)?[!-~‐-⁯¡-ſ€™]", t)]
    keep = dict.fromkeys(SPECIAL + sorted(single, key=base.get))
    for piece, _ in sorted(counts.items(), key=lambda item: (-item[1], base[item[0]])):
        if len(keep) < size and piece in base:
            keep[piece] = None
    return list(keep), [base[piece] for piece in keep]


def tokenizer(vocabulary):
    """BERT's uncased tokenizer over `vocabulary`."""
    made = Tokenizer(models.WordPiece({p: i for i, p in enumerate(vocabulary)}, unk_token="[UNK]"))
    made.normalizer = normalizers.BertNormalizer(lowercase=True)
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return made


def words(made, text):
    """The words of a text with their pieces."""
    encoded = made.encode(text, add_special_tokens=False)
    out, last, at, line = [], None, 0, 0
    for piece, (start, end), word in zip(encoded.ids, encoded.offsets, encoded.word_ids):
        if word == last:
            out[-1].pieces.append(piece)
            out[-1].end = at = end
            continue
        last = word
        between = text[at:start]
        gap = 2 if "\n" in between or at == 0 else int(start > at)
        line += between.count("\n")
        out.append(Word(start, end, [piece], gap, line))
        at = end
    for word in out:
        word.text = text[word.start : word.end]
    return out


# ---- windows -------------------------------------------------------------------------------------


def windows(words_, limit=WINDOW):
    """Runs [from, to) of words: whole lines while they fit; a line that is too long is cut after a sentence."""
    room = limit - 2
    out, begin, used, k = [], 0, 0, 0
    while k < len(words_):
        end = k
        while end < len(words_) and words_[end].line == words_[k].line:
            end += 1
        size = sum(len(w.pieces) for w in words_[k:end])
        if used + size > room and used:
            out.append((begin, k))
            begin, used = k, 0
        while size > room:
            cut, best, taken = k, 0, 0
            while taken + len(words_[cut].pieces) <= room:
                taken += len(words_[cut].pieces)
                cut += 1
                if words_[cut - 1].text in ENDS and words_[cut].gap:
                    best = cut
            cut = best or cut
            out.append((k, cut))
            size -= sum(len(w.pieces) for w in words_[k:cut])
            k = begin = cut
        used += size
        k = end
    if begin < len(words_):
        out.append((begin, len(words_)))
    return out


def covered(words_, start, end):
    """Indices of the words that [start, end) covers any of."""
    first = bisect.bisect_right(words_, start, key=lambda word: word.end)
    return range(first, bisect.bisect_left(words_, end, lo=first, key=lambda word: word.start))


def bio(words_, spans):
    """0 outside, 1 begins, 2 inside."""
    tags = [0] * len(words_)
    for span in sorted(spans):
        for i, k in enumerate(covered(words_, *span)):
            tags[k] = 2 if i else 1
    return tags


def entity_sets(words_, record):
    """For each word the labels that it may have, as bits."""
    sets = [1 | bits(record.free, "B") | bits(record.free, "I")] * len(words_)
    for start, end, kinds in record.entities:
        for i, k in enumerate(covered(words_, start, end)):
            sets[k] = ANYTHING if kinds is None else bits(kinds, "I" if i else "B")
    return sets


def bits(kinds, bi):
    return sum(1 << ENTITY_LABELS.index(f"{bi}-{kind}") for kind in kinds)


def spans(words_, tags):
    """The spans of a sequence of 0, 1, 2, at the offsets of their words; a 2 after a 0 begins one too."""
    out, start = [], None
    for k, tag in enumerate(list(tags) + [0]):
        if start is not None and tag != 2:
            out.append((words_[start].start, words_[k - 1].end))
            start = None
        if tag == 1 or tag == 2 and start is None:
            start = k
    return out


def entities(words_, tags):
    """(start, end, type) of a sequence of ENTITY_LABELS."""
    out, k = [], 0
    while k < len(tags):
        if tags[k] == 0:
            k += 1
            continue
        kind, first = (tags[k] - 1) // 2, k
        k += 1
        while k < len(tags) and tags[k] == 2 + 2 * kind:
            k += 1
        out.append((words_[first].start, words_[k - 1].end, TYPES[kind]))
    return out
