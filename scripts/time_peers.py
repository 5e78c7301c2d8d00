#!/usr/bin/env python3
"""Times and scores other tools and ours on the same text, and prints one table in Markdown.

usage: time_peers.py [--gold FILE --convention C] [--saidso PATH] [--no-bench]
                                          (needs scripts/requirements-peers.txt; runs `cargo bench`)

What is timed is reading the five articles, as `saidso export` writes them. A tool's time is CPU time of the
process on one thread, the least of several passes after one that warms it up; turning its output into our JSON
Lines is not timed. Ours is what `cargo bench --bench methods` writes in this run (criterion's mean, CPU time of
the thread). Each speed stands with the F1 of its own output by `saidso score`, by default on the five articles;
with --gold on a corpus, while the speeds stay those on the articles.

`layer alone` is a layer with what it reads there already (for sentences the lines of the text, for textacy a
parsed Doc), `text to layer` begins with bare text. A tool's speed is divided only into that of our rules for the
same layer, timed the same way, and the quotient is in brackets where the tool does more in that time than the
layer needs. A quotient whose row the bench lacks is left out (–).
"""
import argparse
import datetime
import importlib.metadata
import itertools
import json
import os
import pathlib
import platform
import re
import subprocess
import sys
import tempfile
import time
from typing import NamedTuple

for library in ("OMP", "OPENBLAS", "MKL", "BLIS"):
    os.environ[f"{library}_NUM_THREADS"] = "1"

from peers import ALONE, TEXT, peers, record

ROOT = pathlib.Path(__file__).resolve().parent.parent
PASSES, SECONDS = 5, 1.0
OURS = "rules"  # of every layer, as `--fast` has it
# The measure that methods are ranked by, and a laxer one, which conventions touch less.
MEASURES = {"sentences": ("exact", "boundary final inside"), "entities": ("strict", "exact"),
            "claims": ("whole overlap", "content overlap")}
# The bench's rows of several layers, of its group `pipeline`: with which layer they end, and what else they do.
FLOWS = {"sentences": ("sentences", ""), "entities": ("entities", ""), "claims": ("claims", ""),
         "fast": ("claims", "cleans raw articles")}


class Line(NamedTuple):
    """A line of the table. `speed` is bytes a second; `scored` is the name of its output in the scores."""

    layer: str
    tool: str
    timed: str
    more: str
    speed: float | None
    scored: str


def seconds(read):
    """The least CPU time of several passes."""
    read()
    passes, begun = [], time.monotonic()
    while len(passes) < PASSES or time.monotonic() - begun < SECONDS:
        started = time.process_time()
        read()
        passes.append(time.process_time() - started)
    return min(passes)


def shown(command):
    """What `command` prints, run at the root."""
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def stale(rows, written, begun, revision):
    """Why the bench's table is not one of this run; None where it is. Times are seconds since the epoch."""
    if written < begun:
        return "is older than this run"
    if (other := {row["revision"] for row in rows}) != {revision}:
        return f"is of revision {', '.join(sorted(other))}, not of {revision}"
    return None


def bench(revision):
    """The rows that `cargo bench --bench methods` writes, which are of this run."""
    path = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "criterion/methods.parquet"
    begun = time.time()
    subprocess.run(["cargo", "bench", "--bench", "methods"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    import polars

    if not path.exists():
        raise SystemExit(f"error: {path} is missing; `cargo bench --bench methods` writes it")
    rows = polars.read_parquet(path).to_dicts()
    if reason := stale(rows, path.stat().st_mtime, begun, revision):
        raise SystemExit(f"error: {path} {reason}; leave the tree as it is and run this again")
    return rows


def our_lines(rows):
    """Our lines of the bench's rows."""
    lines = []
    for row in rows:
        layer, method = row["layer"], row["method"]
        timed, more = ALONE, ""
        if layer == "pipeline" and method in FLOWS:
            (layer, more), timed, method = FLOWS[method], TEXT, OURS
        if layer in MEASURES:
            lines.append(Line(layer, f"saidso {method}", timed, more, row["bytes_per_second"], method))
    return lines


def quotient(line, lines):
    """How many times the tool's speed ours is, for what was timed the same way; two figures, as runs differ."""
    same = [own.speed for own in lines
            if own.tool == f"saidso {OURS}" and own.layer == line.layer and own.timed == line.timed and not own.more]
    if not (same and same[0] and line.speed):
        return "–"
    times = f"{float(f'{same[0] / line.speed:.2g}'):,g} ×"
    return f"({times})" if line.more else times


def megabytes(speed):
    """Bytes a second as MB/s, in two figures or more."""
    return f"{speed / 1e6:,.{3 if speed < 1e6 else 1 if speed < 1e8 else 0}f}"


def quality(score):
    """An F1 with its interval, in percent; what is not labeled has none."""
    if score is None or score["f1"] is None:
        return "–"
    ends = [f"{100 * score[end]:.1f}" for end in ("low", "high") if score[end] is not None]
    return f"{100 * score['f1']:.1f}" + (f" ({'–'.join(ends)})" if ends else "")


def table(ours, others, scores):
    """The table: what was timed the same way stands together, ours first.

    `scores` has the standing of each layer, output and measure.
    """
    rows = ["| layer | timed | tool | MB/s | ours ÷ tool's | F1 (95%) | a laxer F1 (95%) |", "|---" * 7 + "|"]
    for layer, timed in itertools.product(MEASURES, (ALONE, TEXT)):
        for line in ours + others:
            if (line.layer, line.timed) != (layer, timed):
                continue
            tool = f"{line.tool} (also {line.more})" if line.more else line.tool
            speed = megabytes(line.speed) if line.speed else "–"
            times = quotient(line, ours) if line in others else ""
            found = [f"{quality(scores.get((layer, line.scored, measure)))} {measure}" for measure in MEASURES[layer]]
            rows.append(f"| {layer} | {timed} | {tool} | {speed} | {times} | {' | '.join(found)} |")
    return "\n".join(rows)


def score(command):
    """What `saidso score --json` says, by layer, method and measure, and the set that it says it of."""
    said = json.loads(shown([*command, "--json"]))
    return {(row["layer"], row["method"], row["measure"]): row for row in said["standings"]}, said["signature"]


def texts(path):
    """Each text of a file of JSON Lines once, by its id."""
    lines = pathlib.Path(path).read_text(encoding="utf-8").split("\n")
    return {line["doc_id"]: line["text"] for line in map(json.loads, filter(None, lines))}


def run(tools, articles, corpus, folder):
    """Times `tools` on the articles and writes what they make of the corpus to files in `folder`; their lines.

    Tools that say the same share a file: the scorer refuses predictions that it is given twice.
    """
    size, lines, written = sum(len(text.encode()) for text in articles.values()), [], {}
    for at, tool in enumerate(tools):
        given = tool.ready(articles.values())
        speed = size / seconds(lambda: tool.read(given))
        outputs = tool.read(tool.ready(corpus.values()))
        if None in outputs:
            print(f"{tool.name} gave up on {outputs.count(None)} of {len(outputs)} documents", file=sys.stderr)
        labeled = [(id, text, tool.layer, tool.convert(text, output))
                   for (id, text), output in zip(corpus.items(), outputs, strict=True)]
        said = "\n".join(json.dumps(record(*parts)) for parts in labeled)
        if said not in written:
            written[said] = str(at)
            (folder / f"{at}.jsonl").write_text(said, encoding="utf-8")
        lines.append(Line(tool.layer, tool.name, tool.timed, tool.more, speed, written[said]))
    return lines


def head(articles, corpus, signature, revision):
    """What was timed and scored, with what, and when."""
    size = sum(len(text.encode()) for text in articles.values())
    names = (ROOT / "scripts/requirements-peers.txt").read_text(encoding="utf-8").split("\n")
    names = [name.split("==")[0] for name in names if "==" in name]
    cpus = pathlib.Path("/proc/cpuinfo")
    models = re.findall(r"model name\s*: (.*)", cpus.read_text()) if cpus.exists() else []
    gold = signature["gold"]
    if gold == "datasets/gold":
        gold += " (in view while our rules were written)"
    else:
        gold = "/".join(pathlib.Path(gold).parts[-2:])
    return "\n".join([
        f"- timed: {len(articles)} documents, {size:,} bytes of text, on {models[0] if models else platform.machine()}",
        f"- scored: {gold}, {len(corpus)} texts, SHA-256 of the labels `{signature['gold_sha256'][:12]}`, "
        f"convention {signature['convention']}",
        f"- revision {shown(['git', 'rev-parse', 'HEAD'])}{', with changes' if revision.endswith('-dirty') else ''}; "
        f"{datetime.date.today()}; Python {platform.python_version()}",
        f"- {', '.join(f'{name} {importlib.metadata.version(name)}' for name in names)}",
        ""])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--gold", type=pathlib.Path, help="a corpus in JSON Lines to score on, instead of the articles")
    parser.add_argument("--convention", default="ours", help="whose conventions it follows, as `saidso score` has it")
    parser.add_argument("--saidso", help="the program of this revision; by default it is built")
    parser.add_argument("--no-bench", action="store_true", help="leave out our speeds, and so the quotients")
    args = parser.parse_args()
    saidso = [args.saidso] if args.saidso else ["cargo", "run", "--release", "--quiet", "--"]
    scoring = [*saidso, "score", "--convention", args.convention]
    if args.gold:
        scoring += ["--gold", args.gold.resolve()]
    revision = shown(["git", "describe", "--always", "--dirty"])
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        exported = folder / "articles.jsonl"
        shown([*saidso, "export", "--format", "jsonl", "datasets/gold", "-o", exported])
        articles, corpus = texts(exported), texts(args.gold or exported)
        own, signature = score(scoring)
        labeled = {layer for layer, _, _ in own}
        others = run([tool for tool in peers() if tool.layer in labeled], articles, corpus, folder)
        files = dict.fromkeys(folder / f"{line.scored}.jsonl" for line in others)
        scores = score([*scoring, *(option for file in files for option in ("--predicted", file))])[0]
    scored = dict.fromkeys((layer, method) for layer, method, _ in own)
    untimed = [{"layer": layer, "method": method, "bytes_per_second": None} for layer, method in scored]
    ours = our_lines(untimed if args.no_bench else bench(revision))
    print(head(articles, corpus, signature, revision))
    print(table(ours, others, scores | own))


if __name__ == "__main__":
    main()
