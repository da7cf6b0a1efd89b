"""How commands answer: one line where something is wrong, JSON where a program reads."""

import logging
from collections.abc import Mapping
from typing import Any

import click
import orjson


class Complaint(click.ClickException):
    """Something that stops a command, said in one line on standard error."""

    def format_message(self) -> str:
        """The message on one line that every terminal can take, whatever it quotes."""
        return one_line(self.message)

    def show(self, file: Any = None) -> None:
        """Say it, and nothing else."""
        click.echo(self.format_message(), err=True, file=file)


class BadInput(Complaint):
    """What was given to the command cannot be taken; exit status 2."""

    exit_code = 2


class Failing(Complaint):
    """What the command needs is not there, or what it looked at is wrong; exit status 1."""

    exit_code = 1


def one_line(text: str) -> str:
    """The text without what would break a line or a terminal."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def log_to_stderr() -> None:
    """Log what goes on here; of what others do only what is worth a look."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("cairn").setLevel(logging.INFO)


def say_json(value: Mapping[str, object]) -> None:
    """Print an object on one line, for programs."""
    click.echo(orjson.dumps(value))
