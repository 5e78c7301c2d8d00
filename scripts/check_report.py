#!/usr/bin/env python3
"""Opens the page of `saidso bench report` in Chromium, wide and narrow, light and dark, and fails at an error in its console
and at whatever axe-core finds wrong with it.

usage: check_report.py PAGE [--axe FILE] [--browser PROGRAM] [--pictures DIR]      (no packages)

The browser is `chromium` (Debian's package) or one of the names that it has elsewhere; axe-core comes from npm:
`npm install --prefix target/axe axe-core@4`. Without either of them nothing is checked, which it says. Everything is looked
at with all details open, since a reader can open them.
"""
import argparse
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
AXE = ROOT / "target/axe/node_modules/axe-core/axe.min.js"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--hide-scrollbars"]
SIZES = {"wide": (1280, 900), "narrow": (500, 900)}
SCHEMES = {"dark": 0, "light": 1}

# Before everything else: what goes wrong is kept.
LISTEN = """<script>
window.wrong = [];
addEventListener("error", (event) => wrong.push(String(event.message || event.target)), true);
addEventListener("unhandledrejection", (event) => wrong.push(String(event.reason)));
for (const level of ["error", "warn"]) {
  const before = console[level];
  console[level] = (...words) => { wrong.push(words.join(" ")); before(...words); };
}
</script>
"""
# Behind everything else: the details are opened, axe looks, and what both found becomes the page.
LOOK = """<script>
for (const details of document.querySelectorAll("details")) details.open = true;
const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
axe.run(document, { resultTypes: ["violations", "incomplete"] }).then(
  ({ violations, passes }) => ({
    violations: violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map((node) => node.html.slice(0, 200)) })),
    passes: passes.length, items: document.querySelectorAll("#items li").length, wide, dark: matchMedia("(prefers-color-scheme: dark)").matches,
  }), (error) => ({ violations: [], failed: String(error) })
).then((found) => {
  const told = document.createElement("script");
  told.type = "application/json";
  told.id = "found";
  told.textContent = JSON.stringify({ ...found, wrong }).replaceAll("<", "\\\\u003c");
  document.body.append(told);
});
</script>
"""


def browsed(browser, page, size, scheme, *options):
    """What the browser prints."""
    with tempfile.TemporaryDirectory() as profile:
        command = [browser, *FLAGS, f"--user-data-dir={profile}", f"--window-size={size[0]},{size[1]}",
                   f"--blink-settings=preferredColorScheme={SCHEMES[scheme]}", *options, page.resolve().as_uri()]
        return subprocess.run(command, check=True, capture_output=True, encoding="utf-8", timeout=300).stdout


def watched(page, axe):
    """The page with the listener first and axe last."""
    head, rest = page.split("<head>\n", 1)
    body, end = rest.rsplit("</body>", 1)
    return f"{head}<head>\n{LISTEN}{body}<script>\n{axe}\n</script>\n{LOOK}</body>{end}"


def found(dom):
    """What axe and the listener found."""
    told = re.search(r'<script type="application/json" id="found">(.*?)</script>', dom, re.DOTALL)
    return json.loads(told[1]) if told else {"violations": [], "failed": "the page did not get to its end"}


def faults(name, told, scheme):
    """What is wrong, in words."""
    lines = [f"{name}: console: {words}" for words in told.get("wrong", [])]
    lines += [f"{name}: {own['id']}: {own['help']}: {' | '.join(own['nodes'][:3])}" for own in told["violations"]]
    if told.get("failed"):
        lines.append(f"{name}: {told['failed']}")
    elif told["wide"] > 0:
        lines.append(f"{name}: the page is {told['wide']} pixels wider than its window")
    elif told["dark"] != (scheme == "dark"):
        lines.append(f"{name}: the browser is not {scheme}")
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("page", type=pathlib.Path)
    parser.add_argument("--axe", type=pathlib.Path, default=AXE)
    parser.add_argument("--browser", default=next(filter(None, map(shutil.which, BROWSERS)), None))
    parser.add_argument("--pictures", type=pathlib.Path, metavar="DIR", help="keep a picture of each window there")
    args = parser.parse_args()
    if not args.browser:
        print("skipped: no Chromium is installed")
        return
    if not args.axe.exists():
        print(f"skipped: {args.axe} is not there; npm has axe-core")
        return
    page = args.page.read_text(encoding="utf-8")
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        looked = pathlib.Path(folder, "page.html")
        looked.write_text(watched(page, args.axe.read_text(encoding="utf-8")), encoding="utf-8")
        for window, size in SIZES.items():
            for scheme in SCHEMES:
                name = f"{window}, {scheme}"
                told = found(browsed(args.browser, looked, size, scheme, "--virtual-time-budget=60000", "--dump-dom"))
                lines += faults(name, told, scheme)
                print(f"{name}: {told.get('passes', 0)} rules passed, {told.get('items', 0)} items shown")
                if args.pictures:
                    args.pictures.mkdir(parents=True, exist_ok=True)
                    picture = args.pictures.resolve() / f"{window}-{scheme}.png"
                    browsed(args.browser, args.page, size, scheme, f"--screenshot={picture}")
    print("\n".join(lines) or "nothing is wrong")
    sys.exit(1 if lines else 0)


if __name__ == "__main__":
    main()
