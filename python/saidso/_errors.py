"""What goes wrong, in the words of the command line."""

from __future__ import annotations


class SaidsoError(Exception):
    """Something could not be done. ``hint`` says what to do next, where that is known.

    >>> import saidso
    >>> try:
    ...     saidso.load("no-such-folder")
    ... except saidso.SaidsoError as error:
    ...     print(error.hint)
    this is no finished dataset; build it with `saidso build -o DIR`
    """

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return self.message if self.hint is None else f"{self.message}\nhint: {self.hint}"


class InputError(SaidsoError, ValueError):
    """What was handed over is wrong: an option, a text that is no article, a table without texts."""


class NotFoundError(SaidsoError, FileNotFoundError):
    """A file or folder is not there."""
