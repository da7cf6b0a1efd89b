"""Running the `cairn` command inside the test's own process."""

from typing import Any

from click.testing import CliRunner, Result

from api.__main__ import main


def cairn(*words: object, input: str | bytes | None = None, **environment: str) -> Result:
    """What the command answers; whatever it does not expect is the test's failure."""
    runner = CliRunner(catch_exceptions=False)
    return runner.invoke(main, [str(word) for word in words], input=input, env=environment)


def refused(result: Result) -> tuple[Any, ...]:
    """What a command that cannot take its input says: its exit status and its one line."""
    lines = result.stderr.splitlines()
    return (result.exit_code, *lines)
