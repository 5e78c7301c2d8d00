#!/usr/bin/env python3
"""Runs the notebooks from top to bottom and checks the outputs that they keep, or writes them.

usage: notebooks.py [--write] [NAME…]     (needs notebooks/requirements.txt and saidso, and `dataset` built)

Each is run in notebooks/. The words that a cell prints must be those that the notebook keeps, with exit code 1 where they are
not; pictures and HTML may differ. Then mypy checks the cells as a program, strictly. A notebook whose metadata names a
package that is not installed (`"saidso": {"needs": …}`) is left out, and the reason printed.
"""

from __future__ import annotations

import argparse
import difflib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import nbclient
import nbformat

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = ROOT / "target/notebooks/programs"
# What is of the run: where an object lies in memory.
OF_THE_RUN = "<Figure "


def run(path: Path) -> nbformat.NotebookNode:
    """The notebook with the outputs that it has now."""
    notebook = nbformat.read(path, as_version=4)
    metadata = dict(notebook.metadata)
    nbclient.NotebookClient(notebook, timeout=600, record_timing=False, resources={"metadata": {"path": path.parent}}).execute()
    # The kernel adds its own versions, engines their logs.
    notebook.metadata = nbformat.from_dict(metadata)
    for cell in notebook.cells:
        if "outputs" in cell:
            cell.outputs = [output for output in cell.outputs if output.get("name") != "stderr"]
    return notebook


def words(notebook: nbformat.NotebookNode) -> list[str]:
    """The lines that the cells print or show as text."""
    lines: list[str] = []
    for at, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            text: str = output.get("text") or output.get("data", {}).get("text/plain", "")
            if not text.startswith(OF_THE_RUN):
                lines += [f"[{at}] {line}" for line in text.splitlines()]
    return lines


def write_program(path: Path, notebook: nbformat.NotebookNode) -> Path:
    """The cells as a program, for mypy."""
    PROGRAMS.mkdir(parents=True, exist_ok=True)
    program = PROGRAMS / f"{path.stem}_notebook.py"
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    program.write_text("\n\n".join(cells) + "\n", encoding="utf-8")
    return program


def typed(programs: list[Path]) -> bool:
    """Whether mypy has nothing to say."""
    strict = [sys.executable, "-m", "mypy", "--config-file", ROOT / "python/pyproject.toml"]
    searched = {**os.environ, "MYPYPATH": str(ROOT / "scripts/cluster")}
    return subprocess.run([*map(str, [*strict, *programs])], env=searched).returncode == 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="keep the outputs of this run")
    parser.add_argument("names", nargs="*", metavar="NAME", help="the notebooks; all if left out")
    asked = parser.parse_args()
    differ = False
    programs = []
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        kept = nbformat.read(path, as_version=4)
        programs.append(write_program(path, kept))
        needs = kept.metadata.get("saidso", {}).get("needs")
        if asked.names and path.stem not in asked.names:
            continue
        if needs and importlib.util.find_spec(needs) is None:
            print(f"{path.stem}: left out, since {needs} is not installed")
            continue
        now = run(path)
        lines = list(difflib.unified_diff(words(kept), words(now), "kept", "now", lineterm="", n=0))
        print("\n".join([f"{path.stem}: {'differs' if lines else 'ran, and says what it keeps'}", *lines]), flush=True)
        differ = differ or bool(lines)
        if asked.write:
            nbformat.write(now, path)
    if differ and not asked.write:
        print("hint: `python scripts/notebooks.py --write` keeps the new outputs; look at the differences first")
    sys.exit(0 if typed(programs) and (asked.write or not differ) else 1)


if __name__ == "__main__":
    main()
