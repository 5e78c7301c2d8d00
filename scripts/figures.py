"""Tables of figures in Markdown from what commands print; for readme.py, which runs the commands.

Each table is a function from the outputs of its commands to the table and the notes below it: what was scored,
how much of it, in which way.
"""
import hashlib
import pathlib
import re
from typing import NamedTuple

CARDS = pathlib.Path(__file__).resolve().parent.parent / "datasets/models"
# The measure that methods are ranked by, and a stricter or laxer one.
RANKED = {"blocks": ["kind"], "sentences": ["exact"], "entities": ["strict", "exact"],
          "claims": ["whole overlap", "whole exact"]}
CLAIMS = ["source exact", "cue exact", "content exact", "content spans", "whole exact", "whole overlap"]
SENTENCES = ["exact", "boundary final", "boundary final inside"]
# Columns of what depends on the machine.
SPEEDS = {"MB/s", "ms a document (95%)", "time ÷ rules'", "time ÷ default's", "start s", "s", "CPU s", "MB/s a core", "peak MiB"}


class Missing(Exception):
    """Why a table cannot be made here."""


class Output(NamedTuple):
    """A command, and what it said: JSON as it is read, else text."""

    command: str
    said: dict | str


def table(head, rows):
    """A table in Markdown."""
    return "\n".join(f"| {' | '.join(cells)} |" for cells in [head, ["---"] * len(head), *rows])


def quality(score):
    """An F1 with its interval, in percent; what is not labeled has none."""
    if score is None or score["f1"] is None:
        return "–"
    ends = [f"{100 * score[end]:.1f}" for end in ("low", "high") if score[end] is not None]
    return f"{100 * score['f1']:.1f}" + (f" ({'–'.join(ends)})" if ends else "")


def board(standings, layer):
    """Those of a layer by method and measure, and its methods as they are shown: the default first and bold."""
    rows = {(row["method"], row["measure"]): row for row in standings if row["layer"] == layer}
    methods = list(dict.fromkeys(method for method, _ in rows))
    return rows, {method: method if at else f"**{method}**" for at, method in enumerate(methods)}


def scored(outputs):
    """What counts for scores: commands, corpora and their sizes, intervals and models."""
    notes, models = [], []
    for command, said in outputs:
        signature, size = said["signature"], len(said["standings"][0]["documents"])
        layers = {row["layer"] for row in said["standings"]}
        notes.append(f"- `{command}`: {size} documents, SHA-256 of the labels `{signature['gold_sha256'][:12]}`")
        models += [own for own in signature["models"] if own["layer"] in layers]
    shown = [f"{own['layer']} {own['method']} `{own['sha256'][:8]}`" for own in models]
    return [*notes, f"- F1 in percent; interval {signature['interval']}; matching {signature['matching']}",
            *([f"- models: {', '.join(dict.fromkeys(shown))}"] if shown else [])]


def articles(outputs):
    """A row a method of every layer, and last how far the annotators agree."""
    [(_, said)], shown = outputs, []
    for layer, measures in RANKED.items():
        rows, methods = board(said["standings"] + said["annotators"], layer)
        for method, label in methods.items():
            found = [f"{quality(rows[method, measure])} {measure}" for measure in measures]
            shown.append([layer, label, f"{rows[method, measures[0]]['gold']:,}", *found, *[""] * (2 - len(found))])
    return table(["layer", "method", "items", "F1 (95%)", "another F1 (95%)"], shown), scored(outputs)


def grid(outputs, layer, measures):
    """A row a method, the best by the last measure first, and a column a measure with the number of its items."""
    [(_, said)] = outputs
    rows, methods = board(said["standings"], layer)
    best = sorted(methods, key=lambda method: rows[method, measures[-1]]["place"])
    head = ["method", *(f"{measure} ({rows[best[0], measure]['gold']:,})" for measure in measures)]
    shown = [[methods[method], *(quality(rows[method, measure]) for measure in measures)] for method in best]
    return table(head, shown), scored(outputs)


def trained_on(corpus):
    """The methods whose models' cards name the very file."""
    hash = hashlib.sha256(corpus.read_bytes()).hexdigest()
    return {card.stem.rpartition("-")[2] for card in CARDS.glob("*.md") if hash in card.read_text(encoding="utf-8")}


def names(outputs):
    """A row a corpus and a column a method."""
    shown = []
    for _, said in outputs:
        rows, methods = board(said["standings"], "entities")
        corpus, first = pathlib.Path(said["signature"]["gold"]), rows[next(iter(methods)), "strict"]
        trained = trained_on(corpus)
        cells = ["trained on" if method in trained else quality(rows[method, "strict"]) for method in methods]
        size = [f"{len(first['documents']):,}", f"{first['gold']:,}"]
        shown.append([f"{corpus.parent.name} {corpus.stem}", *size, *cells])
    return table(["corpus", "documents", "names", *methods.values()], shown), scored(outputs)


def columns(text):
    """The lines of a table in the terminal, cut where two blanks or more stand."""
    return [re.split(r"\s{2,}", line.strip()) for line in text.split("\n") if "  " in line.strip()]


def people(outputs):
    """How far people agree, by the measures that methods are scored by."""
    [(command, text)] = outputs
    rows = {row[1]: row[2:] for row in columns(text)}
    head = ["", *(f"{measure} ({int(rows[measure][0]):,})" for measure in CLAIMS)]
    shown = ["people against people", *(f"{rows[measure][2]} ({rows[measure][3]})" for measure in CLAIMS)]
    return table(head, [shown]), [f"- `{command}`: {text.splitlines()[0]}; F1 in percent, 95% by bootstrap over texts"]


def event(outputs):
    """The rules with the whole lexicon and with what is left of it."""
    [(command, text)] = outputs
    head, *rows = columns(text)
    return table(["F1 of the rules", *head], rows), [f"- `{command}`: {text.splitlines()[0]}"]


def card(outputs):
    """What a model's card says of pages that were held out, and of which corpora."""
    [(command, text)] = outputs
    about, _, curve = text.partition("\nBy ")[2].partition("\n\n")
    corpora = re.findall(r"^\| (\S+) \| `(\w{12})\w+` \|$", text, re.MULTILINE)
    corpora = [f"- {name}, SHA-256 `{hash}`" for name, hash in corpora]
    return curve.strip(), [f"- `{command}`", *corpora, f"- by {about}"]


def peers(outputs, corpus):
    """What scripts/peer_tables.py says of one corpus."""
    [(command, text)] = outputs
    sections = dict(section.partition("\n\n")[::2] for section in re.split("(?m)^### ", text)[1:])
    if corpus not in sections:
        raise Missing(f"`{command}` was run without {corpus}")
    rows, _, notes = sections[corpus].strip().partition("\n\n")
    return rows, [f"- `{command}`", *notes.split("\n")]


def scale(outputs):
    """The table of scripts/scale.py."""
    [(command, text)] = outputs
    rows, _, notes = text.strip().partition("\n\n")
    return rows, [f"- `{command}`", *notes.split("\n")]


TABLES = {
    "articles": articles,
    "open": articles,
    "event": event,
    "polnear": lambda outputs: grid(outputs, "claims", CLAIMS),
    "people": people,
    "names": names,
    "sentences": lambda outputs: grid(outputs, "sentences", SENTENCES),
    "pages": card,
    "scale": scale,
    "peers": lambda outputs: peers(outputs, "five articles"),
    "peers-open": lambda outputs: peers(outputs, "open test"),
    "peers-sentences": lambda outputs: peers(outputs, "sentences dev"),
    "peers-names": lambda outputs: peers(outputs, "names dev"),
    "peers-claims": lambda outputs: peers(outputs, "PolNeAR dev"),
}
