"""Cairn as others meet it: installed by its own command, served by processes that may be killed."""

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.outside.balancer import balanced
from tests.outside.processes import end, started

HERE = Path(__file__).parent
CAIRN = Path(sys.executable).parent / "cairn"
LONGEST_START = 60


@dataclass(frozen=True, slots=True)
class Installation:
    """Where Cairn answers, to whom, and the files that name its processes."""

    url: str
    key: str
    pids: tuple[Path, ...]
    log: Path

    @property
    def asked(self) -> tuple[str, ...]:
        """What every suite is told first."""
        return self.url, self.key, "ops.json"


@dataclass(slots=True)
class Supervised:
    """A server that is started again whenever it dies, as any supervisor would."""

    port: int
    environment: dict[str, str]
    folder: Path
    deaths: int = 0
    _stopping: threading.Event = field(default_factory=threading.Event)

    @property
    def pid(self) -> Path:
        """The file that holds the number of the process."""
        return self.folder / f"{self.port}.pid"

    @contextmanager
    def running(self, log: Path) -> Iterator[None]:
        """The server while it is needed, ready from the start."""
        keeping = threading.Thread(target=self._keep, args=(log,))
        keeping.start()
        try:
            self._wait_until_ready(log)
            yield
        finally:
            self._stopping.set()
            keeping.join()

    def _keep(self, log: Path) -> None:
        with log.open("a") as out:
            while not self._stopping.is_set():
                with started([CAIRN, "serve"], self.environment, self.folder, out) as server:
                    self.pid.write_text(str(server.pid))
                    while server.poll() is None and not self._stopping.wait(0.02):
                        pass
                    self.deaths += not self._stopping.is_set()
                    end(server)

    def _wait_until_ready(self, log: Path) -> None:
        patience = time.monotonic() + LONGEST_START
        while time.monotonic() < patience:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5)
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
            else:
                return
            if self.deaths > 2:
                break
        raise RuntimeError(f"The server does not start:\n{log.read_text()}")


@contextmanager
def installed(folder: Path, url: str, *, owner: str | None = None) -> Iterator[Installation]:
    """Cairn on the database at `url`; two processes behind one address where there is an `owner`.

    Everything is done as somebody would who has read the README: with the `cairn` command.
    """
    folder.mkdir()
    strict = {name: value for name, value in os.environ.items() if not name.startswith("CAIRN_")}
    environment = strict | {"CAIRN_DATABASE_URL": url}
    owners = {"CAIRN_MIGRATE_URL": owner} if owner else {}
    cairn(folder, environment | owners, "migrate")
    cairn(folder, environment, "workspaces", "create", "outside")
    key = cairn(folder, environment, "keys", "create", "suites", "--workspace", "outside")[-1]
    forms = str(HERE / "forms.json")
    cairn(folder, environment, "journey", "publish", forms, "--workspace", "outside")
    log = folder / "server.log"
    servers = [
        Supervised(port, environment | {"CAIRN_PORT": str(port)}, folder)
        for port in free_ports(2 if owner else 1)
    ]
    with ExitStack() as stack:
        for server in servers:
            stack.enter_context(server.running(log))
        ports = [server.port for server in servers]
        port = ports[0] if len(ports) == 1 else stack.enter_context(balanced(ports))
        pids = tuple(server.pid for server in servers)
        yield Installation(f"http://127.0.0.1:{port}/graphql", key, pids, log)


def cairn(folder: Path, environment: dict[str, str], *words: str) -> list[str]:
    """The lines that the command prints. Raises CalledProcessError."""
    done = subprocess.run(
        [CAIRN, *words],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on."""
    with ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
