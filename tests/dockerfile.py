"""As much of a Dockerfile as ours uses: its instructions, one value each."""

import json
import shlex
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction: `COPY --from=build /a /b` is `Instruction("COPY", "--from=build /a /b")`."""

    name: str
    text: str

    @property
    def flags(self) -> dict[str, str]:
        """The `--name=value` that stand before anything else."""
        flags = {}
        for word in self.text.split():
            if not word.startswith("--"):
                break
            name, _, value = word.removeprefix("--").partition("=")
            flags[name] = value
        return flags

    @property
    def body(self) -> str:
        """What follows the flags."""
        return self.text.split(maxsplit=len(self.flags))[-1] if self.flags else self.text

    @property
    def words(self) -> tuple[str, ...]:
        """What follows the flags, word by word."""
        return words_of(self.body)


def instructions(path: Path) -> tuple[Instruction, ...]:
    """Every instruction in order, continued lines joined and comments left out."""
    lines = path.read_text(encoding="utf-8").splitlines()
    code = [line.strip() for line in lines if line.strip() and not line.strip().startswith("#")]
    joined = "\n".join(code).replace("\\\n", "")
    return tuple(
        Instruction(name.upper(), " ".join(text.split()))
        for name, _, text in (line.partition(" ") for line in joined.splitlines())
    )


def words_of(text: str) -> tuple[str, ...]:
    """A command's words, whether written as a JSON list or as a shell would read them."""
    return tuple(json.loads(text)) if text.startswith("[") else tuple(shlex.split(text))
