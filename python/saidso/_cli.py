"""The command line."""

import signal
import sys

from saidso import _native


def main() -> int:
    """The program ``saidso``; its exit code."""
    # Python would only note Ctrl-C, and look at it when the program is done.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return _native.main(sys.argv)
