"""The `cairn` command: each of its commands is a file in `api/commands`, imported when asked for.

`cairn replay` needs no database and no server, and so does not wait for theirs to be imported.
"""

from collections.abc import Mapping
from importlib import import_module

import click

COMMANDS: Mapping[str, str] = {
    "demo": "api.commands.demo",
    "doctor": "api.commands.doctor",
    "import": "api.commands.importing",
    "journey": "api.commands.journey",
    "keys": "api.commands.keys",
    "migrate": "api.commands.migrate",
    "replay": "api.commands.replay",
    "serve": "api.commands.serve",
    "worker": "api.commands.worker",
    "workspaces": "api.commands.workspaces",
}
"""Where each command lives; the file's `command` is what click runs."""


class Commands(click.Group):
    """A group whose commands are imported one by one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names, for `cairn --help`."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        command = import_module(module).command
        assert isinstance(command, click.Command)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="cairn-lifecycle", prog_name="cairn")
def main() -> None:
    """Cairn, a headless customer-lifecycle engine."""


if __name__ == "__main__":
    main()
