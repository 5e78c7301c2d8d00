#!/usr/bin/env python3
"""How many claims survive when the same text comes in another form.

usage: check_forms.py [ARTICLES] [--gold DIR] [--binary saidso] [--method METHOD] [--least PERCENT]   (no packages)

ARTICLES is a folder of plain text, a line a paragraph; those are read that have labels in the folder of --gold.
`saidso extract` reads each of them as it is and in every form of FORMS. A claim survives when an attributed claim
of the other form has the same words as source, cue and content, once both sides are normalised. Exits with 1 when a
form that says the same thing keeps less than --least.
"""
import argparse
import collections
import concurrent.futures
import functools
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import textwrap
import unicodedata

import check_wrapping

SAME, OTHER = True, False  # whether the text says the same thing in that form
FORMS = [
    ("wrapped at 72", lambda text: wrapped(text, 72), SAME),
    ("wrapped at 60", lambda text: wrapped(text, 60), SAME),
    ("wrapped at 72, first line indented", lambda text: wrapped(text, 72, indent="  "), SAME),
    ("hyphens at line ends, at 60", lambda text: check_wrapping.form(text, 60, hyphens=True), SAME),
    ("quoted in mail, at 72", lambda text: textwrap.indent(wrapped(text, 72), "> ", lambda line: True), SAME),
    ("no blank lines", lambda text: "\n".join(paragraphs(text)) + "\n", SAME),
    ("no line breaks", lambda text: " ".join(paragraphs(text)), OTHER),
    ("CRLF", lambda text: text.replace("\n", "\r\n"), SAME),
    ("CR", lambda text: text.replace("\n", "\r"), SAME),
    ("U+2028", lambda text: text.replace("\n", "\u2028"), SAME),
    ("byte order mark", lambda text: "\ufeff" + text, SAME),
    ("tabs for blanks", lambda text: text.replace(" ", "\t"), OTHER),
    ("no-break spaces for blanks", lambda text: text.replace(" ", "\u00a0"), SAME),
    ("two blanks after sentences", lambda text: SENTENCE_END.sub("  ", text), SAME),
    ("trailing blanks", lambda text: text.replace("\n", "  \n"), SAME),
    ("soft hyphens in long words", lambda text: halved(text, "\u00ad"), SAME),
    ("zero-width spaces in long words", lambda text: halved(text, "\u200b"), SAME),
    ("direction marks beside quotes", lambda text: re.sub('["“”]', "\u200e\\g<0>\u200e", text), SAME),
    ("ligatures", lambda text: text.replace("fi", "ﬁ").replace("fl", "ﬂ"), SAME),
    ("curly quotes and apostrophes", lambda text: curly_singles(curly_doubles(text)), SAME),
    ("straight quotes and apostrophes", lambda text: text.translate(str.maketrans("“”‘’", "\"\"''")), SAME),
    ("TeX quotes", lambda text: quoted(text, "``", "''"), SAME),
    ("single quotes for double", lambda text: text.translate(str.maketrans('"“”', "'‘’")), OTHER),
    ("German quotes", lambda text: quoted(text, "„", "“"), SAME),
    ("guillemets", lambda text: quoted(text, "«", "»"), SAME),
    ("&quot;", lambda text: quoted(text, "&quot;", "&quot;"), SAME),
    ("&ldquo; and &rdquo;", lambda text: quoted(text, "&ldquo;", "&rdquo;"), SAME),
    ("first words bold", lambda text: FIRST_WORD.sub(r"**\g<0>**", text), SAME),
    ("capitals", lambda text: text.upper(), OTHER),
    ("double hyphens for em dashes", lambda text: text.replace("—", "--"), SAME),
]

# Three small letters before the mark tell a sentence's end from "Mr." and initials, mostly.
SENTENCE_END = re.compile(r"""(?:(?<=[a-z]{3}[.!?])|(?<=[a-z]{3}[.!?]["'”’)])) (?=["'“‘(]?[A-Z])""")
LONG_WORD = re.compile(r"[^\W\d_]{8,}")
FIRST_WORD = re.compile(r"""(?:^|(?<=^["'“‘(]))\w[^\s"”)\],;:!?]*""", re.MULTILINE)
QUOTES = re.compile("(?:&(?:quot|ldquo|rdquo);|[\"“”„‟«»″'‘’‚‛‹›′`´])+")


def paragraphs(text):
    return [line for line in text.split("\n") if line.strip()]


def wrapped(text, width, indent=""):
    """Each paragraph in lines of at most `width`, the first behind `indent`, with empty lines between paragraphs."""
    fill = textwrap.TextWrapper(width, indent, break_long_words=False, break_on_hyphens=False).fill
    return "\n\n".join(map(fill, paragraphs(text))) + "\n"


def halved(text, mark):
    """The text with `mark` in the middle of its long words."""

    def cut(found):
        word, half = found[0], len(found[0]) // 2
        return word[:half] + mark + word[half:]

    return LONG_WORD.sub(cut, text)


def curly_doubles(text):
    """Straight double marks as curly ones: one opens where nothing, white space, a bracket or a dash precedes."""
    return re.sub(r'(?<![^\s(\[—–-])"', "“", text).replace('"', "”")


def curly_singles(text):
    """Straight single marks as curly ones: one opens where a double one does, or behind it, if a letter follows."""
    return re.sub(r"(?<![^\s(\[—–“])'(?=[^\W\d_])", "‘", text).replace("'", "’")


def quoted(text, opening, closing):
    """The text with other double quotation marks."""
    return curly_doubles(text).translate({ord("“"): opening, ord("”"): closing})


def normalised(text):
    """The text alike in all FORMS, but for words cut at line ends and marks of mail, which the program must undo."""
    text = "".join(c for c in text if unicodedata.category(c) != "Cf")
    text = QUOTES.sub("'", text.replace("ﬁ", "fi").replace("ﬂ", "fl"))
    return " ".join(text.replace("**", "").replace("--", "—").split()).casefold()


def attributed(record):
    """The attributed claims of a document: source, cue and content, normalised."""

    def words(spans):
        return normalised(" ".join(record["text"][start:end] for start, end in spans))

    claims = [claim for claim in record["attributions"] if claim["voice"] == "attributed"]
    return collections.Counter(tuple(words(claim[role]) for role in ("source", "cue", "content")) for claim in claims)


def extracted(command, path):
    return json.loads(subprocess.run([*command, path], check=True, stdout=subprocess.PIPE).stdout)


def claims(command, texts):
    """The attributed claims of all texts, each with the name of its text."""
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor() as pool:
        paths = [pathlib.Path(folder, f"{name}.txt") for name in texts]
        for path, text in zip(paths, texts.values()):
            path.write_bytes(text.encode())
        records = list(pool.map(functools.partial(extracted, command), paths))
    found = collections.Counter()
    for name, record in zip(texts, records):
        found.update({(name, *claim): count for claim, count in attributed(record).items()})
    return found


def compared(plain, found):
    """How many claims of the plain text survive, which percentage that is, and how many are new."""
    kept = (plain & found).total()
    return kept, 100 * kept / plain.total(), (found - plain).total()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", nargs="?", type=pathlib.Path, default="datasets/open/articles")
    parser.add_argument("--gold", type=pathlib.Path, default="datasets/open/dev", metavar="DIR")
    parser.add_argument("--binary", default="target/release/saidso")
    parser.add_argument("--method", help="the default method of claims if left out")
    parser.add_argument("--least", type=float, default=0, metavar="PERCENT")
    args = parser.parse_args()
    command = [args.binary, "extract", "--layer", "claims", *(["--method", args.method] if args.method else [])]
    paths = [path for path in sorted(args.articles.glob("*.txt")) if (args.gold / f"{path.stem}.toml").exists()]
    texts = {path.stem: path.read_bytes().decode() for path in paths}
    plain = claims(command, texts)
    if not plain:
        sys.exit(f"no claims in {len(texts)} articles of {args.articles} with labels in {args.gold}")
    low = False
    print(f"{len(texts)} articles; * need not say the same thing\n")
    print(f"{'form':36}{'claims':>8}{'survive':>8}{'%':>8}{'new':>8}")
    for name, change, same in FORMS:
        kept, share, new = compared(plain, claims(command, {name: change(text) for name, text in texts.items()}))
        low |= same and share < args.least
        print(f"{name if same else name + ' *':36}{plain.total():8}{kept:8}{share:8.1f}{new:8}", flush=True)
    sys.exit(low)


if __name__ == "__main__":
    main()
