"""`cairn serve`: the API, and the worker with it, in one process."""

import socket

import click

from api.app import create_app
from api.commands.opening import answered, settings
from api.commands.saying import Failing, log_to_stderr
from api.page.routes import page_routes
from api.serving import serve
from api.settings import Settings
from api.starting import make_ready


@click.command("serve")
@click.option("--no-worker", is_flag=True, help="Leave timers and jobs to `cairn worker`.")
def command(no_worker: bool) -> None:
    """Serve GraphQL and the page on CAIRN_HOST and CAIRN_PORT."""
    found = settings()
    log_to_stderr()
    refuse_busy_port(found)
    answered(make_ready(found))
    click.echo(f"Cairn serves on {address(found)}")
    serve(create_app(found, with_worker=not no_worker, routes=page_routes()), found)


def address(found: Settings) -> str:
    """Where a browser on this machine finds the server."""
    is_everywhere = found.host in ("0.0.0.0", "::", "")
    host = "localhost" if is_everywhere or found.host == "127.0.0.1" else found.host
    return f"http://{f'[{host}]' if ':' in host else host}:{found.port}"


def refuse_busy_port(found: Settings) -> None:
    """Say so, before anything else is begun, where somebody listens already."""
    family = socket.AF_INET6 if ":" in found.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((found.host, found.port))
        except OSError as fault:
            raise Failing(
                f"Port {found.port} of {found.host} cannot be had ({fault.strerror});"
                " stop who has it, or set CAIRN_PORT."
            ) from None
