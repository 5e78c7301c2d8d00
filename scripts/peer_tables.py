#!/usr/bin/env python3
"""Prints what bench_peers.py ran as tables in Markdown, one a corpus; bench_peers.py does so at its end.

usage: peer_tables.py DIR [--saidso PATH]      (no packages)

Every figure is the harness's own: of `saidso bench rank`, and of `saidso bench compare` how many times as long as ours a
tool takes (the median of the rounds). Below each table stands what counts for it, as readme.py has it.
"""
import argparse
import json
import pathlib
import subprocess

from figures import quality

REQUIREMENTS = pathlib.Path(__file__).resolve().parent / "methods/requirements.txt"
DEFAULTS = {"sentences": "rules", "entities": "crf", "claims": "judge"}
HEAD = ["layer", "tool", "ms a document (95%)", "MB/s", "time ÷ rules'", "time ÷ default's", "start s", "peak MiB", "F1 (95%)"]


def cell(figure, unit=1.0):
    """A figure in three digits, with its interval where there is one."""
    if figure is None:
        return "–"
    ends = [f"{figure[end] / unit:.3g}" for end in ("low", "high") if figure[end] is not None]
    return f"{figure['value'] / unit:.3g}" + (f" ({'–'.join(ends)})" if ends else "")


def table(boards, ratio):
    """Of one corpus; `ratio(corpus, layer, tool, own)` is how many times as long as `own` a tool takes, or None."""
    rows = [HEAD, ["---"] * len(HEAD)]
    for board in boards:
        layer = board["layer"]
        for line in board["methods"]:
            times = [None if line["method"] == own else ratio(board["corpus"], layer, line["method"], own)
                     for own in ("rules", DEFAULTS[layer])]
            costs = line["costs"]
            rows.append([layer, line["method"], cell(costs["seconds a document"], 1e-3),
                         cell(costs["bytes a second"] and costs["bytes a second"] | {"low": None, "high": None}, 1e6),
                         *("" if own is None else f"{float(f'{own:.2g}'):,g} ×" for own in times),
                         cell(costs["seconds to start"]), cell(costs["peak memory"], 2 ** 20), quality(line)])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def versions(text):
    """Of the tools, from their requirements."""
    return ", ".join(line.replace("==", " ") for line in text.split("\n") if "==" in line)


def notes(corpus, made):
    """What was measured, where, when and with what."""
    size = sum(document["bytes"] for document in corpus["documents"])
    view = " (in view while our rules were written)" if corpus["name"] == "five articles" else ""
    machine = made["machine"]
    return "\n".join([
        f"- {corpus['name']}{view}: {len(corpus['documents'])} documents, {size:,} bytes of text, "
        f"SHA-256 of the labels `{corpus['gold_sha256'][:12]}`, convention {corpus['convention']}",
        f"- timed: {made['rounds']} {'round' if made['rounds'] == 1 else 'rounds'} on {machine['processor']}, "
        f"{machine['cores']} cores, {machine['system']}",
        f"- revision {made['revision']}; {made['at'][:10]}; {made['tool']}",
        f"- {versions(REQUIREMENTS.read_text(encoding='utf-8'))}"])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("results", type=pathlib.Path, metavar="DIR")
    parser.add_argument("--saidso", default="target/release/saidso", help="the program")
    args = parser.parse_args()

    def said(*words):
        run = subprocess.run([args.saidso, "bench", *words, "--json"], check=True, stdout=subprocess.PIPE, encoding="utf-8")
        return json.loads(run.stdout)

    results = json.loads((args.results / "results.json").read_text(encoding="utf-8"))
    ranked, times = said("rank", args.results), {}
    pairs = {(line["method"], own) for board in ranked["boards"] for line in board["methods"]
             for own in ("rules", DEFAULTS[board["layer"]]) if own != line["method"]}
    for tool, own in sorted(pairs):
        for found in said("compare", args.results, tool, own)["comparisons"]:
            times[found["corpus"], found["layer"], tool, own] = (found["speed"] or {}).get("ratio")
    for corpus in results["corpora"]:
        boards = [board for board in ranked["boards"] if board["corpus"] == corpus["name"]]
        print(f"### {corpus['name']}\n\n{table(boards, lambda *key: times.get(key))}\n\n{notes(corpus, results['made'])}\n")


if __name__ == "__main__":
    main()
