from domain.instants import DAY
from domain.solver.examples import ExampleProfile, meets
from tests.domain.building import START, did
from tests.domain.solver.sampled import criteria_of

LOGGED_IN = {"signal": {"count": "login", "within": "P3D"}, "is": "gte", "value": 2}
PRO = {"signal": {"trait": "plan"}, "is": "eq", "value": "pro"}
EXAMPLE = ExampleProfile(
    at=START + 3 * DAY,
    traits={"plan": "pro"},
    events=(did("login", START + 2 * DAY, device="phone"), did("login", START + 1 * DAY)),
)


def test_an_example_is_judged_as_profiles_are():
    assert meets(EXAMPLE, criteria_of(LOGGED_IN), criteria_of(PRO))
    assert not meets(EXAMPLE, criteria_of(LOGGED_IN), criteria_of({"not": PRO}))


def test_an_example_is_told_as_lines_of_a_replay():
    assert EXAMPLE.to_document() == {
        "at": "2026-01-08T00:00:00Z",
        "observations": [
            {"at": "2026-01-06T00:00:00Z", "traits": {"plan": "pro"}},
            {"at": "2026-01-06T00:00:00Z", "event": "login"},
            {"at": "2026-01-07T00:00:00Z", "event": "login", "properties": {"device": "phone"}},
        ],
    }


def test_an_example_to_whom_nothing_happened_has_nothing_to_tell():
    nobody = ExampleProfile(at=START)

    assert nobody.to_document() == {"at": "2026-01-05T00:00:00Z", "observations": []}
    assert meets(nobody, criteria_of({"not": LOGGED_IN}))
