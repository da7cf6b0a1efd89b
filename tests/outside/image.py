"""The image without Docker: the Dockerfile's own commands, run here in a folder of their own.

COPY copies what the image would get and nothing else, RUN runs as written with the image's paths
moved below that folder, and then the server is started as ENTRYPOINT and CMD say and asked what
HEALTHCHECK asks. What stays unproven is what only an image has: its base, its user, its layers.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.dockerfile import Instruction, instructions, words_of

ROOT = Path(__file__).parents[2]
# Making users needs root and changes the machine; it is left to a real builder.
LEFT_OUT = ("useradd",)


@dataclass
class Image:
    """One stage being built: where its files lie, and what it has been told so far."""

    root: Path
    environment: dict[str, str]
    folder: Path = field(init=False)
    entrypoint: tuple[str, ...] = ()
    command: tuple[str, ...] = ()
    health: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.folder = self.root

    def at(self, path: str) -> Path:
        return self.root / path.lstrip("/") if path.startswith("/") else self.folder / path

    def below(self, text: str) -> str:
        """`text` with the image's folders moved to where they lie here."""
        for top in ("/opt/", "/src", "/var/lib/cairn"):
            text = text.replace(top, f"{self.root}{top}")
        return text

    def follow(self, instruction: Instruction) -> None:
        match instruction:
            case Instruction("ENV"):
                for name, value in (word.split("=", 1) for word in instruction.words):
                    inherited = os.environ["PATH"]
                    self.environment[name] = self.below(value).replace("$PATH", inherited)
            case Instruction("WORKDIR", text):
                self.folder = self.at(text)
                self.folder.mkdir(parents=True, exist_ok=True)
            case Instruction("COPY") if instruction.flags.get("from"):
                pass  # the stages share one root here, so that moved paths mean the same in both
            case Instruction("COPY"):
                *sources, target = instruction.words
                for source in sources:
                    copy(ROOT / source, self.at(target), target.endswith("/"))
            case Instruction("RUN", text) if not text.startswith(LEFT_OUT):
                say(f"RUN {text}")
                command = ["/bin/sh", "-ec", self.below(text)]
                subprocess.run(command, cwd=self.folder, env=self.environment, check=True)
            case Instruction("ENTRYPOINT", text):
                self.entrypoint = words_of(text)
            case Instruction("CMD", text):
                self.command = words_of(text)
            case Instruction("HEALTHCHECK"):
                self.health = words_of(instruction.body.removeprefix("CMD").strip())


def copy(source: Path, target: Path, into: bool) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        return
    if into:
        target.mkdir(parents=True, exist_ok=True)
    shutil.copy2(source, target)


def built(root: Path) -> Image:
    """The last stage, after every instruction of the Dockerfile has been followed."""
    outer = {name: value for name, value in os.environ.items() if not name.startswith("CAIRN_")}
    # `python` in the Dockerfile is the interpreter that runs this.
    python = root / "usr/bin"
    python.mkdir(parents=True)
    (python / "python").symlink_to(sys._base_executable)
    outer["PATH"] = f"{python}:{outer['PATH']}"
    image = Image(root, dict(outer))
    for instruction in instructions(ROOT / "Dockerfile"):
        if instruction.name == "FROM":
            image = Image(root, dict(outer))
        else:
            image.follow(instruction)
    return image


def answers(image: Image) -> bool:
    """Whether the server, started as the image starts it, becomes healthy as the image asks."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    path = f"{image.root}/opt/cairn/bin:{image.environment['PATH']}"
    environment = image.environment | {"CAIRN_PORT": str(port), "PATH": path}
    command = [*image.entrypoint, *image.command]
    say(" ".join(command))
    cairn = shutil.which(command[0], path=path)
    server = subprocess.Popen([cairn, *command[1:]], cwd=image.folder, env=environment)
    asking = [shutil.which(image.health[0], path=path), *image.health[1:]]
    try:
        for _ in range(60):
            time.sleep(0.5)
            if server.poll() is not None:
                return False
            asked = subprocess.run(asking, env=environment, capture_output=True, check=False)
            if asked.returncode == 0:
                return True
        return False
    finally:
        server.terminate()
        server.wait(timeout=30)


def say(text: str) -> None:
    print(f"image: {text}", flush=True)


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="cairn-image-") as folder:
        image = built(Path(folder).resolve())
        healthy = answers(image)
    say("healthy" if healthy else "the server did not become healthy")
    return 0 if healthy else 1


if __name__ == "__main__":
    sys.exit(main())
