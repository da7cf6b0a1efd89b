"""The `cairn` command as processes of their own, as people run it."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
CAIRN = (sys.executable, "-m", "api")
PATIENCE = 60
"""Seconds, after which something has gone wrong."""


def free_port() -> int:
    """A port that nobody has, just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(**more: str) -> Mapping[str, str]:
    """What a process is told: nothing of Cairn's but what is given here."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("CAIRN_")}
    return {**clean, "PYTHONPATH": str(ROOT), **more}


def said(*words: object, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """A command that ends by itself."""
    return subprocess.run(
        [*CAIRN, *map(str, words)],
        cwd=cwd,
        env=environment(**more),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@contextmanager
def running(*words: str, cwd: Path, until: str, **more: str) -> Iterator["Running"]:
    """A command that goes on, from when it has said `until` to the end of the block."""
    process = subprocess.Popen(
        [*CAIRN, *words],
        cwd=cwd,
        env=environment(**more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield Running(process, until)
    finally:
        process.kill()
        process.communicate()


class Running:
    """A process that has begun to do what it is for."""

    def __init__(self, process: subprocess.Popen[str], until: str) -> None:
        self._process = process
        assert process.stdout is not None
        self.output = ""
        for line in process.stdout:
            self.output += line
            if until in line:
                return
        raise AssertionError(f"it ended early: {self.output}")

    def stopped(self, how: signal.Signals) -> int:
        """Tell it to stop; its exit status."""
        self._process.send_signal(how)
        rest, _ = self._process.communicate(timeout=PATIENCE)
        self.output += rest
        return self._process.returncode
