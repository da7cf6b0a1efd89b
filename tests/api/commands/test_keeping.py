"""The commands that keep things: workspaces, keys, journeys and histories."""

import asyncio
import json
import sqlite3
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.instants import text_of
from engine.workspaces import find_workspace
from store import feed, profiles
from store.database import open_database
from tests.api.commands.running import cairn, refused

DATA = Path(__file__).parent.parent.parent / "data"
RECENTLY = {
    "format": "cairn/1",
    "key": "recently",
    "name": "Recently seen",
    "kind": "CONTACT",
    "movement": "FREE",
    "stages": [
        {"key": "quiet", "name": "Quiet", "role": "ENTRY"},
        {
            "key": "lively",
            "name": "Lively",
            "entry": {"signal": {"count": "login", "within": "P7D"}, "is": "gte", "value": 1},
        },
    ],
    "transitions": [{"from": "quiet", "to": "lively"}],
}
LINE = '{"profile": "u", "at": "2026-01-05T00:00:00Z", "event": "login"}'


@pytest.fixture
def installation(sqlite_url, monkeypatch):
    monkeypatch.setenv("CAIRN_DATABASE_URL", sqlite_url)
    return sqlite_url


@pytest.fixture
def on_each_database(database_url, monkeypatch):
    monkeypatch.setenv("CAIRN_DATABASE_URL", database_url)
    return database_url


def said(result):
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout.splitlines()


def objects(result):
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.usefixtures("on_each_database")
def test_workspaces_are_made_listed_and_deleted():
    cairn("workspaces", "create", "acme", "--name", "Acme Ltd")
    cairn("workspaces", "create", "big-shop")
    cairn("workspaces", "create", "gone")
    cairn("workspaces", "delete", "gone", "--yes")

    listed = objects(cairn("workspaces", "list", "--json"))

    assert [(one["key"], one["name"], one["revision"]) for one in listed] == [
        ("acme", "Acme Ltd", 0),
        ("big-shop", "Big shop", 0),
    ]


@pytest.mark.usefixtures("installation")
def test_a_workspace_is_only_deleted_by_somebody_who_means_it():
    cairn("workspaces", "create", "acme")

    assert refused(cairn("workspaces", "delete", "acme", input="n\n")) == (
        2,
        "Nothing was deleted.",
    )
    assert said(cairn("workspaces", "delete", "acme", input="y\n"))[-1] == (
        "Deleted the workspace acme."
    )
    assert refused(cairn("workspaces", "delete", "acme", "--yes")) == (
        2,
        "There is no workspace 'acme'.",
    )


@pytest.mark.usefixtures("installation")
def test_a_workspaces_key_is_a_key_and_its_own():
    cairn("workspaces", "create", "acme")

    assert refused(cairn("workspaces", "create", "acme")) == (
        2,
        "There is a workspace 'acme' already.",
    )
    assert refused(cairn("workspaces", "create", "Acme")) == (
        2,
        "A key has lower-case letters, digits and hyphens, at most 64.",
    )


@pytest.mark.usefixtures("on_each_database")
@pytest.mark.parametrize("scopes", ["--scope read --scope ingest", "--scope ingest read"])
def test_a_key_is_printed_alone_on_the_last_line_and_listed_without_its_secret(scopes):
    key = said(cairn("keys", "create", "shop", *scopes.split()))[-1]

    (listed,) = objects(cairn("keys", "list", "--json"))

    assert key.startswith(f"ck_live_{listed['id']}_")
    assert (listed["name"], listed["scopes"], listed["revoked_at"]) == (
        "shop",
        ["read", "ingest"],
        None,
    )
    assert said(cairn("keys", "revoke", listed["id"])) == [
        f"Revoked the key {listed['id']}. Servers may know it for a few seconds more."
    ]
    assert objects(cairn("keys", "list", "--json"))[0]["revoked_at"] is not None
    assert refused(cairn("keys", "revoke", "nobody")) == (2, "There is no key 'nobody'.")


@pytest.mark.usefixtures("installation")
def test_a_program_is_given_its_key_as_json():
    (made,) = objects(cairn("keys", "create", "shop", "--json"))

    assert made["key"].startswith("ck_live_")
    assert (made["workspace"], made["name"]) == ("default", "shop")


@pytest.mark.usefixtures("installation")
def test_the_workspace_is_the_only_one_or_the_default_one_or_the_one_that_is_named():
    cairn("workspaces", "create", "acme")
    cairn("keys", "create", "first")
    cairn("workspaces", "create", "bolt")

    assert refused(cairn("keys", "list")) == (
        2,
        "--workspace: there are several, name one of acme, bolt",
    )
    assert refused(cairn("keys", "list", "--workspace", "zinc")) == (
        2,
        "There is no workspace 'zinc'.",
    )
    cairn("workspaces", "create", "default")
    assert objects(cairn("keys", "list", "--json")) == []
    (first,) = objects(cairn("keys", "list", "--json", "--workspace", "acme"))
    assert first["name"] == "first"


@pytest.mark.usefixtures("installation")
def test_a_setting_that_means_nothing_is_warned_of_and_a_bad_one_is_refused():
    assert cairn("workspaces", "list", CAIRN_ORIGIN="x").stderr.splitlines() == [
        "CAIRN_ORIGIN means nothing to Cairn. Did you mean CAIRN_ORIGINS?"
    ]
    assert refused(cairn("workspaces", "list", CAIRN_DATABASE_URL="mysql://here")) == (
        2,
        "CAIRN_DATABASE_URL is neither sqlite:///PATH nor postgresql://USER@HOST/DATABASE.",
    )


def test_a_database_is_migrated_and_its_revision_told(tmp_path):
    url = f"sqlite:///{tmp_path / 'new' / 'cairn.db'}"

    first, second = (cairn("migrate", CAIRN_DATABASE_URL=url) for _ in range(2))

    assert said(first) == said(second)
    assert said(first)[0].startswith("The database is at revision 0")


def test_whoever_serves_is_granted_what_it_needs_by_the_owner(postgres):
    url = postgres.empty()
    try:
        migrated = cairn("migrate", CAIRN_DATABASE_URL=url, CAIRN_MIGRATE_URL=postgres.owners(url))
        made = cairn("workspaces", "create", "acme", CAIRN_DATABASE_URL=url)
    finally:
        postgres.drop()

    assert said(migrated)[0].startswith("The database is at revision 0")
    assert said(made) == ["Made the workspace acme."]


def moves(url, workspace):
    """Where everybody went, in the order of the feed."""
    changes = looked(url, workspace, lambda tx: feed.after(tx, 0, 100))
    return [change.entered for change in changes]


def looked(url, workspace, look):
    async def looked():
        database = await open_database(url)
        try:
            home = await find_workspace(database, workspace)
            return await database.read(home.id, look)
        finally:
            await database.close()

    return asyncio.run(looked())


@pytest.fixture
def purchases(tmp_path):
    """The first purchases of a real shop."""
    lines = (DATA / "cdnow.ndjson").read_text().splitlines()[:400]
    file = tmp_path / "purchases.ndjson"
    file.write_text("\n".join(lines))
    return file


def lived(url):
    """Every move in the feed."""
    changes = looked(url, "default", lambda tx: feed.after(tx, 0, 10_000))
    ids = {change.profile for change in changes}
    known = looked(url, "default", lambda tx: profiles.load_many(tx, ids))
    return Counter(
        (known[change.profile].external_id, text_of(change.at), change.left, change.entered)
        for change in changes
    )


def replayed(purchases):
    """What `cairn replay` says of them, up to today."""
    result = cairn("replay", DATA / "shop.json", purchases, "--until", "2026-01-01")
    changes = map(json.loads, result.stdout.splitlines())
    return Counter(
        (change["profile"], change["at"], change["from"], change["to"]) for change in changes
    )


def test_a_history_imported_into_a_journey_is_lived_as_it_is_replayed(on_each_database, purchases):
    published = said(cairn("journey", "publish", DATA / "shop.json"))
    imported = cairn("import", purchases)
    again = cairn("import", purchases, "--json")

    assert published == ["Published version 1 of the journey shop."]
    assert (imported.exit_code, imported.stdout) == (0, "Imported 400 observations.\n")
    assert objects(again) == [{"accepted": 0, "duplicates": 400, "refused": 0}]
    assert lived(on_each_database) == replayed(purchases)
    assert said(cairn("doctor")) == ["default: all is well"]


def test_a_journey_published_with_replay_after_its_history_gives_the_same(installation, purchases):
    cairn("import", purchases)

    published = cairn("journey", "publish", DATA / "shop.json", "--history", "replay", "--json")

    assert objects(published) == [
        {"journey": "shop", "version": 1, "created_teams": [], "problems": []}
    ]
    assert lived(installation) == replayed(purchases)
    assert said(cairn("doctor")) == ["default: all is well"]


def test_lines_come_in_by_their_instants_unless_as_they_are(installation, tmp_path):
    journey = tmp_path / "journey.json"
    journey.write_text(json.dumps(RECENTLY))
    late = "\n".join(
        [
            '{"profile": "u", "at": "2026-01-20T00:00:00Z"}',
            '{"profile": "u", "at": "2026-01-05T00:00:00Z", "event": "login"}',
        ]
    )
    for workspace, order in (("sorted", []), ("late", ["--as-is"])):
        cairn("workspaces", "create", workspace)
        cairn("journey", "publish", journey, "--workspace", workspace)
        cairn("import", "-", *order, "--workspace", workspace, input=late)

    assert moves(installation, "sorted") == ["lively", "quiet"]
    assert moves(installation, "late") == ["quiet"]


@pytest.mark.usefixtures("installation")
def test_bad_lines_are_named_and_the_others_are_taken(tmp_path):
    file = tmp_path / "history.ndjson"
    file.write_text(
        f'{LINE}\nnonsense\n{{"profile": "acme", "at": "2026-01-05", "kind": "ACCOUNT"}}\n'
        '{"profile": "u", "at": "2026-01-06", "kind": "PERSON"}\n'
        '{"profile": "u", "at": "9999-01-01"}\n'
    )

    result = cairn("import", file, "--json")

    assert json.loads(result.stdout) == {"accepted": 2, "duplicates": 0, "refused": 3}
    assert (result.exit_code, [line for line in result.stderr.splitlines() if ":" in line]) == (
        2,
        [
            f"{file}:2: is not JSON: Expecting value at column 1",
            f"{file}:4: kind: 'PERSON' is none of ACCOUNT, CONTACT",
            f"{file}:5: at: is more than five minutes ahead of the server's clock",
            f"{file}: 3 lines were passed over",
        ],
    )


@pytest.mark.usefixtures("installation")
def test_a_journey_with_errors_is_not_published_and_all_of_them_are_named(tmp_path):
    journey = tmp_path / "journey.json"
    stages = [{"key": "a", "name": "A"}, {"key": "b", "name": "B"}]
    ways = [{"from": "a", "to": "b"}, {"from": "a", "to": "b"}, {"from": "a", "to": "a"}]
    journey.write_text(json.dumps(RECENTLY | {"stages": stages, "transitions": ways}))

    exit_status, *lines = refused(cairn("journey", "publish", journey))

    assert exit_status == 2
    assert [line.split(": ")[2] for line in lines[:-1]] == [
        "DUPLICATE_TRANSITION",
        "SELF_TRANSITION",
        "STAGE_UNREACHABLE",
        "STAGE_UNREACHABLE",
    ]
    assert lines[-1] == f"{journey}: has 4 problems that stop its publication"


@pytest.mark.usefixtures("installation")
def test_a_version_that_somebody_else_has_replaced_is_not_replaced_again(tmp_path):
    journey = tmp_path / "journey.json"
    journey.write_text(json.dumps(RECENTLY))
    cairn("journey", "publish", journey, "--expected-version", "0")

    assert refused(cairn("journey", "publish", journey, "--expected-version", "0")) == (
        2,
        "The recently journey is at version 1, not 0.",
    )
    assert refused(cairn("journey", "publish", journey, "--history", "REPLAY")) == (
        2,
        "The recently journey is already live; only its first version can be replayed.",
    )


def test_every_fault_of_a_journey_that_cannot_be_read_has_its_line(tmp_path):
    journey = tmp_path / "journey.json"
    journey.write_text(json.dumps({**RECENTLY, "kind": "PERSON", "name": 5}))
    badly = tmp_path / "badly.json"
    badly.write_text(json.dumps({**RECENTLY, "stages": [5] * 30}))

    exit_status, *lines = refused(cairn("journey", "publish", journey))
    _, *first_lines = refused(cairn("journey", "publish", badly))

    assert (exit_status, lines) == (
        2,
        [
            f"{journey}:1: name: must be a string, not a number",
            f"{journey}:1: kind: 'PERSON' is none of ACCOUNT, CONTACT",
        ],
    )
    assert len(first_lines) == 20
    assert first_lines[-1].endswith("more)")


def test_a_doctor_finds_what_should_never_be(installation):
    today = datetime.now(UTC).isoformat()
    buys = {"event": "purchase", "properties": {"total": 9}}
    lines = [{"profile": name, "at": today, **buys} for name in ("ada", "ben", "cy", "dot")]
    cairn("journey", "publish", DATA / "shop.json")
    cairn("import", "-", input="\n".join(map(json.dumps, lines)))
    broken(
        installation,
        "DELETE FROM timers WHERE profile_id = 1",
        "UPDATE placements SET stage = 'loyal' WHERE profile_id = 2",
        "UPDATE profile_states SET state = 'nonsense' WHERE profile_id = 3",
        "UPDATE stage_changes SET number = number + 5 WHERE number > 3",
        "INSERT INTO counter_deltas VALUES (1, 7, '', '', 'profiles.ACCOUNT', 3)",
        "INSERT INTO counter_deltas VALUES (1, 8, 'shop', 'new', 'arrivals.2026-01-05', 2)",
    )

    result = cairn("doctor", "--json")

    (found,) = [json.loads(line) for line in result.stdout.splitlines()]
    due = found["findings"][-2]["message"][len("CONTACT ada: is due at ") :].split(",")[0]
    assert result.exit_code == 1
    assert [(one["look"], one["message"]) for one in found["findings"]] == [
        ("counters", "shop/loyal has 1 profiles, the counter says 0"),
        ("counters", "shop/new has 0 arrivals.2026-01-05, the counter says 2"),
        ("counters", "shop/new has 3 profiles, the counter says 4"),
        ("counters", "there are 0 ACCOUNTs, the counter says 3"),
        ("feed", "after 3 comes 9"),
        ("feed", "ends at 9, where 4 was the last number given"),
        ("profiles", "profile 3: its state cannot be read"),
        ("profiles", f"CONTACT ada: is due at {due}, its timer rings never"),
        ("profiles", "CONTACT ben: its placements are not those of its state"),
    ]


def broken(url, *statements):
    """The database after something went very wrong."""
    connection = sqlite3.connect(url.removeprefix("sqlite:///"))
    with connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()
