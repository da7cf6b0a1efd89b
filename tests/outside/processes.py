"""Processes that never outlive us: each leads a group of its own, which is ended as a whole."""

import os
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

LONGEST_GOODBYE = 25
"""Seconds for a server that is told to stop: it may finish what is under way."""


@contextmanager
def started(
    words: Sequence[str | Path], environment: Mapping[str, str], folder: Path, out: int | IO[str]
) -> Iterator[subprocess.Popen[str]]:
    """The process while it is needed."""
    process = subprocess.Popen(
        words,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        end(process)


def end(process: subprocess.Popen[str]) -> None:
    """Tell the process to stop, wait, and take down what is left of its group."""
    if process.poll() is None:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(LONGEST_GOODBYE)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
