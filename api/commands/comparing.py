"""`cairn journey diff`: what differs between two journeys, with the exit status of `diff`."""

import click

from api.commands.documents import journey_at
from api.commands.naming import DRAFT, Kept, find, kept_name, load_kept, load_named
from api.commands.opening import answered, for_programs, in_workspace, opened
from api.commands.saying import one_line
from api.formats.json_text import json_line
from domain.difference import Difference, DifferenceKind, JourneyDiff, Moved, journey_diff
from domain.difference_in_words import diff_in_words, difference_in_words

DIFFERENT = 1
_MARKS = {DifferenceKind.ADDED: "+", DifferenceKind.REMOVED: "-"}


@click.command("diff")
@click.argument("before", metavar="FILE|KEY")
@click.argument("after", metavar="[FILE|KEY]", required=False)
@click.option("--layout", is_flag=True, help="What is only drawn otherwise is a difference too.")
@in_workspace
@for_programs
@click.pass_context
def diff(
    ctx: click.Context,
    before: str,
    after: str | None,
    layout: bool,
    workspace: str | None,
    for_program: bool,
) -> None:
    """Tell what differs between two journeys: files, or a KEY, KEY@VERSION, KEY@draft.

    A FILE alone is compared with what is live, a KEY alone its live version with its draft. Exit
    status 0 where both mean the same, 1 where they do not, 2 where that cannot be told.
    """

    async def work() -> JourneyDiff | str:
        async with opened() as here:
            home = (await here.workspace(workspace)).id
            if after is not None:
                was = await load_named(here, home, before)
                return journey_diff(was, await load_named(here, home, after))
            kept = kept_name(before)
            if kept is not None:
                was = await load_kept(here, home, kept)
                return journey_diff(was, await load_kept(here, home, Kept(kept.key, DRAFT)))
            now = journey_at(before)
            live = await find(here, home, Kept(now.key))
            return f"There is no {Kept(now.key)}." if live is None else journey_diff(live, now)

    told = answered(work())
    if isinstance(told, str):
        _say_nothing_to_compare(told, for_program)
        ctx.exit(DIFFERENT)
    if for_program:
        click.echo(json_line(_object(told)))
    else:
        for difference in told.differences:
            mark = _MARKS.get(difference.kind, "~")
            click.echo(f"{mark} {one_line(difference_in_words(difference))}")
        click.echo(diff_in_words(told))
    if told.differences or (layout and told.layout):
        ctx.exit(DIFFERENT)


def _say_nothing_to_compare(sentence: str, for_program: bool) -> None:
    if for_program:
        told = {"same": False, "summary": sentence, "differences": [], "layout": []}
        click.echo(json_line(told))
    else:
        click.echo(sentence)


def _object(diff: JourneyDiff) -> dict[str, object]:
    return {
        "same": not diff.differences,
        "summary": diff_in_words(diff),
        "differences": [_difference(one) for one in diff.differences],
        "layout": [_moved(one) for one in diff.layout],
    }


def _difference(one: Difference) -> dict[str, object]:
    return {
        "kind": one.kind.value,
        "element": one.element.value,
        "name": one.name,
        "id": one.id,
        "fields": [
            {"name": field.name, "from": field.before, "to": field.after} for field in one.fields
        ],
        "summary": difference_in_words(one),
    }


def _moved(one: Moved) -> dict[str, object]:
    return {
        "element": one.element.value,
        "name": one.name,
        "id": one.id,
        "from": one.before,
        "to": one.after,
    }
