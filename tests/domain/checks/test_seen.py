from dataclasses import replace

import pytest

from domain.problems import Seen, Severity, Surroundings
from tests.domain.building import a_journey, advance, at_least, entry, rule, stage, trait
from tests.domain.checks.finding import LOST, OUT, found, logins, paths_of

PLANS = Seen(frozenset({"string", "boolean"}), ("free", "pro", True))
AROUND = Surroundings(
    traits={
        "plan": PLANS,
        "status": Seen(frozenset({"string"})),
        "company.size": Seen(frozenset({"number"})),
    },
    events={"login": {"device": PLANS}, "paid": {}},
)


def asking(criteria):
    return a_journey(entry("new"), stage("on", criteria), advance("new", "on"), OUT, LOST)


@pytest.mark.parametrize(
    ("criteria", "kind", "name"),
    [
        (trait("pan", "pro"), "trait", "pan"),
        (at_least("loggin", 1), "event", "loggin"),
        (rule({"age": {"last": "loggin"}}, "lt", "P3D"), "event", "loggin"),
        (rule({"until": {"trait": "renewal"}}, "lt", "P3D"), "trait", "renewal"),
        (rule({"share": {"trait": "used"}, "of": {"count": "login"}}, "gt", 1), "trait", "used"),
        (rule({"sum": "paid", "property": "amount"}, "gt", 1), "property", "amount"),
        (logins(1, where=[{"property": "color", "is": "exists"}]), "property", "color"),
    ],
    ids=range(7),
)
def test_what_has_never_arrived_is_remarked_on(criteria, kind, name):
    [unseen] = found(asking(criteria), "CRITERIA_NEVER_SEEN", AROUND)

    assert (unseen.severity, unseen.path) == (Severity.WARNING, "stages[1].entry")
    assert unseen.message == (
        f"Nothing has arrived so far of the {kind} {name}, read by the entry criteria of on."
    )


@pytest.mark.parametrize(
    "criteria",
    [
        trait("plan", "pro"),
        rule({"trait": "company"}, "exists"),
        rule({"trait": "company.size"}, "gt", 3),
        at_least("*", 3),
        logins(1, where=[{"property": "device", "is": "exists"}]),
    ],
    ids=range(5),
)
def test_what_has_arrived_is_let_be(criteria):
    assert found(asking(criteria), "CRITERIA_NEVER_SEEN", AROUND) == []


def test_of_an_event_that_never_arrived_its_properties_are_not_missed_too():
    ordered = rule({"sum": "order", "property": "amount"}, "gt", 1)

    assert len(found(asking(ordered), "CRITERIA_NEVER_SEEN", AROUND)) == 1


def test_nothing_is_missed_where_nobody_knows_what_arrived():
    assert found(asking(trait("pan", "pro")), "CRITERIA_NEVER_SEEN") == []
    assert (
        found(
            asking(at_least("loggin", 1)), "CRITERIA_NEVER_SEEN", Surroundings(traits=AROUND.traits)
        )
        == []
    )


def test_a_value_that_has_never_been_is_remarked_on():
    [unknown] = found(
        asking(rule({"trait": "plan"}, "in", ["pro", "profesional"])),
        "CRITERIA_UNKNOWN_VALUE",
        AROUND,
    )

    assert (unknown.severity, unknown.path) == (Severity.WARNING, "stages[1].entry")
    assert unknown.message == "The trait plan has never been profesional."


def test_a_property_may_never_have_been_something_either():
    criteria = logins(1, where=[{"property": "device", "is": "eq", "value": "fridge"}])

    assert paths_of(asking(criteria), "CRITERIA_UNKNOWN_VALUE", AROUND)[0] == (
        "stages[1].entry.signal.where[0]"
    )


@pytest.mark.parametrize(
    "criteria",
    [
        trait("plan", "pro"),
        trait("plan", True),
        rule({"trait": "plan"}, "gt", "zzz"),
        rule({"trait": "plan"}, "exists"),
        rule({"trait": "company.size"}, "eq", 7),
        rule({"count": "login"}, "eq", 7),
        trait("plan", 1),
    ],
    ids=["seen", "boolean", "order", "exists", "many values", "count", "another type"],
)
def test_a_value_that_may_have_been_is_let_be(criteria):
    stages = {it.stages for it in found(asking(criteria), "CRITERIA_UNKNOWN_VALUE", AROUND)}

    assert ("on",) not in stages


@pytest.mark.parametrize(
    ("signal", "unlisted"),
    [
        ({"trait": "unheard"}, ""),
        ({"count": "unheard"}, "*"),
        ({"sum": "login", "property": "unheard"}, "login"),
    ],
)
def test_of_what_not_every_name_is_listed_nothing_is_claimed(signal, unlisted):
    draft = asking(rule(signal, "gte", 1))
    around = replace(AROUND, unlisted=frozenset({unlisted}))

    assert found(draft, "CRITERIA_NEVER_SEEN", AROUND)
    assert not found(draft, "CRITERIA_NEVER_SEEN", around)
