"""Others' suites and real clients, run against a server as a stranger would have installed it.

First on SQLite, then on PostgreSQL with two processes behind one address. Every suite prints what
it finds; the closing line adds that up, and a suite that breaks, skips or does less than it should
has failed.
"""

import json
import os
import re
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from tests.outside import npm
from tests.outside.processes import started
from tests.outside.serving import Installation, installed
from tests.postgres import running

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
WORK = HERE / "work"
GOLDEN = ROOT / "tests" / "api" / "formats" / "golden"
AUDITS, FRAMES, SESSION = 61, 26, 16
LISTENING = ("resume", "together")
"""Those whose servers are killed meanwhile."""
FORMATS = {"mermaid": 6, "viz": 3, "xstate": 3, "react-flow": 9}
"""The tools that read what is written for them, and how much each looks at in `GOLDEN`."""
TEXTS = ("DateTime", "Duration", "Decimal", "BigInt", "Date", "UUID")
SCALARS = dict.fromkeys(TEXTS, "string") | {
    "Number": "number",
    "JSON": "unknown",
    "JSONObject": "Record<string, unknown>",
}


@dataclass(slots=True)
class Suites:
    """What is run, one after the other, and what came of it."""

    environment: dict[str, str]
    passed: int = 0
    failed: int = 0
    broken: list[str] = field(default_factory=list)

    def run(self, name: str, *words: str | Path, least: int = 1) -> str:
        """What a suite prints, `least` being how much has to pass in it."""
        print(f"\n── {name}", flush=True)
        said = ""
        with started(words, self.environment, HERE, out=-1) as process:
            assert process.stdout is not None
            for line in process.stdout:
                print(f"   {line}", end="", flush=True)
                said += line
            status = process.wait()
        counts = re.findall(r"^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$", said, re.M)
        # A suite that counts nothing is one check, which its exit status answers.
        passed, failed, skipped = map(int, (n or 0 for n in (counts or [(not status, 0, 0)])[-1]))
        failed = max(failed + skipped, least - passed, int(bool(status)))
        self.add(name, passed, failed)
        return said

    def add(self, name: str, passed: int, failed: int) -> None:
        """Count what a suite found."""
        self.passed += passed
        self.failed += failed
        if failed:
            self.broken.append(name)


def on_paper(suites: Suites) -> None:
    """Formats by those whose formats they are; no server is needed for it."""
    read_by_their_tools(suites, "as they are kept", GOLDEN)


def read_by_their_tools(suites: Suites, how: str, folder: Path) -> None:
    """Every format in the folder."""
    for name, least in FORMATS.items():
        suites.run(f"formats {how}: {name}", "node", f"formats/{name}.mjs", folder, least=least)


def on_sqlite(suites: Suites, folder: Path) -> None:
    """Everything, on the database that a stranger begins with."""
    with installed(folder, f"sqlite:///{folder}/cairn.db") as here:
        suites.run("http-audit", "node", "tests/http-audit.mjs", *here.asked, least=AUDITS)
        suites.run("ws-protocol", "node", "tests/ws-protocol.mjs", *here.asked, least=FRAMES)
        suites.run("codegen", "tests/codegen.sh", *here.asked)
        inspect(suites, here)
        draw(suites, here)
        suites.run("designer", "tests/designer.sh", *here.asked, least=SESSION)
        for name in LISTENING:
            suites.run(name, "node", f"tests/{name}.mjs", *here.asked, *here.pids)
    nothing_broke(suites, here)


def on_postgresql(suites: Suites, folder: Path) -> None:
    """What two processes have to do as if they were one."""
    with running() as cluster:
        url = cluster.empty()
        with installed(folder, url, owner=cluster.owners(url)) as here:
            where = "on two processes and PostgreSQL"
            words = ("node", "tests/ws-protocol.mjs", *here.asked)
            suites.run(f"ws-protocol {where}", *words, least=FRAMES)
            suites.run(f"designer {where}", "tests/designer.sh", *here.asked, least=SESSION)
            for name in LISTENING:
                words = ("node", f"tests/{name}.mjs", *here.asked, *here.pids)
                suites.run(f"{name} {where}", *words)
        nothing_broke(suites, here)


def inspect(suites: Suites, here: Installation) -> None:
    """The schema in the repository against the one that is served, both ways."""
    kept, live = ROOT / "schema.graphql", WORK / "live.graphql"
    documents = WORK / "documents.graphql"
    operations = json.loads((HERE / "ops.json").read_text())
    documents.write_text("\n".join(operation["query"] for operation in operations.values()))
    suites.run("live schema", "node", "tests/live-schema.mjs", *here.asked, live)
    said = suites.run("inspector", "tests/inspector.sh", kept, live, documents)
    is_same = "No changes detected" in said
    suites.add("inspector: schema.graphql is what is served", int(is_same), int(not is_same))


def draw(suites: Suites, here: Installation) -> None:
    """Canvases and formats as clients read them, put to their tools as they come."""
    canvases, served = WORK / "canvases", WORK / "served"
    suites.run("canvases", "node", "tests/canvases.mjs", *here.asked, GOLDEN, canvases, served)
    words = "node", "formats/react-flow.mjs", canvases
    suites.run("canvases: react-flow", *words, least=FORMATS["react-flow"])
    read_by_their_tools(suites, "as they are served", served)


def nothing_broke(suites: Suites, here: Installation) -> None:
    """Whatever the suites sent, nothing of ours failed over it."""
    log = here.log.read_text()
    is_quiet = "Traceback" not in log
    suites.add("the servers' log", int(is_quiet), int(not is_quiet))
    if not is_quiet:
        print(f"\n── what the servers logged\n{log[-20_000:]}", flush=True)


@contextmanager
def room() -> Iterator[Path]:
    """A folder for everything that is made here; the code generator needs its own beside Node's."""
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir()
    try:
        with tempfile.TemporaryDirectory(prefix="cairn-outside-") as folder:
            yield Path(folder)
    finally:
        shutil.rmtree(WORK, ignore_errors=True)


def stop(number: int, frame: FrameType | None) -> None:
    """Unwind once; whoever asks again meanwhile waits for the same."""
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    raise SystemExit(128 + number)


def main() -> int:
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, stop)
    with ExitStack() as stack:
        folder = stack.enter_context(room())
        environment = {"PATH": npm.commands(folder / "commands"), "SCALARS": json.dumps(SCALARS)}
        suites = Suites(dict(os.environ) | environment)
        on_paper(suites)
        on_sqlite(suites, folder / "sqlite")
        on_postgresql(suites, folder / "postgresql")
    print("".join(f"\nfailed: {name}" for name in suites.broken))
    print(f"{suites.passed} passed, {suites.failed} failed")
    return 1 if suites.failed else 0


if __name__ == "__main__":
    sys.exit(main())
