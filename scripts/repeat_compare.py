#!/usr/bin/env python3
"""How often `saidso bench compare` finds a difference between a method and itself: it must be luck, 5 in 100 at most.

usage: repeat_compare.py [--times N] [--rounds N] [--layer L] [--method M] [--gold DIR] [--inside] [--saidso PATH]  (no packages)

The method stands twice in a spec, which is run and compared so often, each time anew. Quality is the same each time, or the
method is moody; speed is told apart by the sign test over rounds, which errs in 2 of 100 for seven rounds, in 3 for six.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent


def spec(layer, method, gold, inside, rounds):
    own = f'\n[[method]]\nname = "NAME"\nlayers = ["{layer}"]\nmethod = "{method}"\n' + ("inside = true\n" if inside else "")
    corpus = f'[[corpus]]\nname = "gold"\ngold = {json.dumps(str(gold))}\n'
    return f"rounds = {rounds}\n" + corpus + own.replace("NAME", "one") + own.replace("NAME", "two")


def compared(saidso, path, folder):
    """(better, faster, ratio) of one run, as `compare --json` says it."""
    subprocess.run([saidso, "bench", "run", path, "-o", folder, "--quiet"], check=True, cwd=ROOT)
    told = subprocess.run([saidso, "bench", "compare", folder, "one", "two", "--json"], check=True, stdout=subprocess.PIPE, cwd=ROOT)
    [own] = json.loads(told.stdout)["comparisons"]
    return own["quality"]["better"], own["speed"]["faster"], own["speed"]["ratio"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--layer", default="sentences")
    parser.add_argument("--method", default="rules")
    parser.add_argument("--gold", default="datasets/open/dev")
    parser.add_argument("--inside", action="store_true", help="in the process that measures, not over a pipe")
    parser.add_argument("--saidso", type=pathlib.Path, default=ROOT / "target/release/saidso", help="the program")
    args = parser.parse_args()
    saidso = args.saidso.resolve()
    if not saidso.exists():
        raise SystemExit(f"error: {saidso} is not there\nhint: `cargo build --release` makes it")
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "spec.toml")
        path.write_text(spec(args.layer, args.method, args.gold, args.inside, args.rounds), encoding="utf-8")
        told = [compared(saidso, path, pathlib.Path(folder, "results")) for _ in range(args.times)]
    same = "no difference"
    better, faster = (sum(own[at] != same for own in told) for at in (0, 1))
    ratios = sorted(own[2] for own in told)
    print(f"{args.layer} by {args.method}, {'inside' if args.inside else 'over a pipe'}, against itself, {args.times} times of {args.rounds} rounds: "
          f"better {better}, faster {faster}; times as long: {ratios[0]:.3f} to {ratios[-1]:.3f}, "
          f"in the middle {ratios[len(ratios) // 2]:.3f}")
    sys.exit(1 if better or 20 * faster > args.times else 0)


if __name__ == "__main__":
    main()
