"""Documents that each break one rule: those a JSON Schema can see, those only a load can, and those
that may be drafted all the same.
"""

from dataclasses import dataclass
from decimal import Decimal

from tests.documents import (
    LOGINS,
    RULE,
    a_document,
    a_measure,
    a_stage,
    asking,
    healthy,
    moving,
    nested,
    reading,
)


@dataclass(frozen=True, slots=True)
class Broken:
    """A document that breaks one rule, and where."""

    says: str
    document: object
    path: str
    code: str = "MALFORMED"

    def __str__(self) -> str:
        return self.says


A_SCENARIO = {"name": "s", "observations": []}


def scenario(**fields: object) -> object:
    """A document with a scenario of these fields."""
    return a_document(scenarios=[A_SCENARIO | fields])


CRITERIA = "CRITERIA_MALFORMED"
AT = "stages[0].entry"

REFUSED_BY_THE_SCHEMA_TOO = [
    Broken("not an object", [a_document()], ""),
    Broken("another format", a_document(format="cairn/2"), "format"),
    Broken("no movement", a_document(movement=None), "movement"),
    Broken("a movement unknown", a_document(movement="forward"), "movement"),
    Broken("a kind unknown", a_document(kind="PERSON"), "kind"),
    Broken("a field unknown", a_document(owner="ada"), "owner"),
    Broken("a name that is a number", a_document(name=3), "name"),
    Broken("a description that is null", a_document() | {"description": None}, "description"),
    Broken("a key with a blank", a_document(key="my lead"), "key", "KEY_FORMAT"),
    Broken("a key in capitals", a_document(key="Lead"), "key", "KEY_FORMAT"),
    Broken("a key that starts with a hyphen", a_document(key="-a"), "key", "KEY_FORMAT"),
    Broken("a key in letters of elsewhere", a_document(key="läufer"), "key", "KEY_FORMAT"),
    Broken("a key of 65 characters", a_document(key="k" * 65), "key", "KEY_FORMAT"),
    Broken("an id with a blank", a_document(id="my lead"), "id"),
    Broken("stages by key", a_document(stages={}, transitions=[]), "stages"),
    Broken(
        "501 stages",
        a_document(stages=[a_stage(f"s{n}") for n in range(501)]),
        "stages",
        "LIMIT_EXCEEDED",
    ),
    Broken(
        "2,001 transitions",
        a_document(transitions=[{"from": "new", "to": "active"}] * 2001),
        "transitions",
        "LIMIT_EXCEEDED",
    ),
    Broken(
        "a stage without a name",
        a_document(stages=[{"key": "new"}]) | {"transitions": []},
        "stages[0].name",
    ),
    Broken(
        "a role unknown",
        a_document(stages=[a_stage("new", role="START")], transitions=[]),
        "stages[0].role",
    ),
    Broken(
        "a team twice",
        a_document(stages=[a_stage("new", teams=["a", "a"])], transitions=[]),
        "stages[0].teams[1]",
    ),
    Broken(
        "a transition from nowhere", a_document(transitions=[{"to": "new"}]), "transitions[0].from"
    ),
    Broken(
        "a transition to everywhere",
        a_document(transitions=[{"from": "new", "to": "*"}]),
        "transitions[0].to",
        "DANGLING_TRANSITION",
    ),
    Broken("a kind of transition unknown", moving(kind="BACK"), "transitions[0].kind"),
    Broken("an `after` in months", moving(after="P1M"), "transitions[0].after"),
    Broken("an `after` in years", moving(after="P1Y2D"), "transitions[0].after"),
    Broken("an `after` before", moving(after="-P1D"), "transitions[0].after"),
    Broken("an `after` without parts", moving(after="P"), "transitions[0].after"),
    Broken("an `after` with an empty time", moving(after="P1DT"), "transitions[0].after"),
    Broken("an `after` in seconds", moving(after=3600), "transitions[0].after"),
    Broken("an `after` in digits of elsewhere", moving(after="P٣D"), "transitions[0].after"),
    Broken("criteria that are a list", asking([RULE]), AT, CRITERIA),
    Broken("criteria that are empty", asking({}), AT, CRITERIA),
    Broken("`all` and `any` together", asking({"all": [RULE], "any": [RULE]}), AT, CRITERIA),
    Broken("`all` and a rule together", asking({"all": [RULE], **RULE}), AT, CRITERIA),
    Broken("a group with more", asking({"all": [RULE], "name": "x"}), f"{AT}.name", CRITERIA),
    Broken("`not` of a list", asking({"not": [RULE]}), f"{AT}.not", CRITERIA),
    Broken("a rule without operator", asking({"signal": LOGINS}), f"{AT}.is", CRITERIA),
    Broken("a rule without signal", asking({"is": "exists"}), f"{AT}.signal", CRITERIA),
    Broken("an operator unknown", reading(LOGINS, ">=", value=3), f"{AT}.is", CRITERIA),
    Broken("a rule without value", reading(LOGINS, "gte"), f"{AT}.value", CRITERIA),
    Broken("`exists` with a value", reading(LOGINS, "exists", value=True), f"{AT}.value", CRITERIA),
    Broken("`in` one value", reading(LOGINS, "in", value=3), f"{AT}.value", CRITERIA),
    Broken("`in` lists", reading(LOGINS, "in", value=[[3]]), f"{AT}.value[0]", CRITERIA),
    Broken("`eq` a list", reading(LOGINS, "eq", value=[3]), f"{AT}.value", CRITERIA),
    Broken("`eq` null", reading(LOGINS, "eq", value=None), f"{AT}.value", CRITERIA),
    Broken("`eq` an object", reading(LOGINS, "eq", value={}), f"{AT}.value", CRITERIA),
    Broken("a signal that is a name", reading("login"), f"{AT}.signal", CRITERIA),
    Broken("a signal unknown", reading({"counts": "login"}), f"{AT}.signal", CRITERIA),
    Broken("two signals in one", reading({"count": "a", "last": "a"}), f"{AT}.signal", CRITERIA),
    Broken("a trait without name", reading({"trait": ""}), f"{AT}.signal.trait", CRITERIA),
    Broken(
        "a window in months",
        reading({"count": "a", "within": "P1M"}),
        f"{AT}.signal.within",
        CRITERIA,
    ),
    Broken("a sum of no property", reading({"sum": "a"}), f"{AT}.signal.property", CRITERIA),
    Broken(
        "a sum over any event", reading({"sum": "*", "property": "p"}), f"{AT}.signal.sum", CRITERIA
    ),
    Broken(
        "a `last` with a window",
        reading({"last": "a", "within": "P1D"}),
        f"{AT}.signal.within",
        CRITERIA,
    ),
    Broken(
        "a `first` with a window",
        reading({"first": "a", "within": "P1D"}),
        f"{AT}.signal.within",
        CRITERIA,
    ),
    Broken(
        "a `first` with `lifetime`",
        reading({"first": "a", "lifetime": True}),
        f"{AT}.signal.lifetime",
        CRITERIA,
    ),
    Broken(
        "a `lifetime` of one",
        reading({"count": "a", "lifetime": 1}),
        f"{AT}.signal.lifetime",
        CRITERIA,
    ),
    Broken(
        "a `where` that is no list",
        reading({"count": "a", "where": {"property": "p"}}),
        f"{AT}.signal.where",
        CRITERIA,
    ),
    Broken(
        "a `where` on two properties",
        reading({"count": "a", "where": [{"property": "p", "is": "eq", "value": 1, "or": 2}]}),
        f"{AT}.signal.where[0].or",
        CRITERIA,
    ),
    Broken(
        "a `where` without value",
        reading({"count": "a", "where": [{"property": "p", "is": "eq"}]}),
        f"{AT}.signal.where[0].value",
        CRITERIA,
    ),
    Broken("the age of a count", reading({"age": LOGINS}), f"{AT}.signal.age", CRITERIA),
    Broken(
        "until an age", reading({"until": {"age": {"last": "a"}}}), f"{AT}.signal.until", CRITERIA
    ),
    Broken(
        "an age that equals",
        reading({"age": {"last": "a"}}, "eq", value="P1D"),
        f"{AT}.is",
        CRITERIA,
    ),
    Broken(
        "an age of days", reading({"age": {"last": "a"}}, "gte", value=3), f"{AT}.value", CRITERIA
    ),
    Broken(
        "an age below nothing",
        reading({"until": {"trait": "t"}}, "gte", value="-P3D"),
        f"{AT}.value",
        CRITERIA,
    ),
    Broken(
        "an instant in a list",
        reading({"first": "a"}, "in", value=["2026-01-01"]),
        f"{AT}.is",
        CRITERIA,
    ),
    Broken(
        "an instant that is a duration",
        reading({"last": "a"}, "gte", value="P1D"),
        f"{AT}.value",
        CRITERIA,
    ),
    Broken("a share of nothing", reading({"share": LOGINS}), f"{AT}.signal.of", CRITERIA),
    Broken(
        "a share of an instant",
        reading({"share": {"last": "a"}, "of": LOGINS}),
        f"{AT}.signal.share",
        CRITERIA,
    ),
    Broken("health that is one variant", a_document(health={"measures": [a_measure()]}), "health"),
    Broken("health without variants", a_document(health=[]), "health"),
    Broken("health without measures", healthy(measures=[]), "health[0].measures"),
    Broken("health with a field unknown", healthy(fore=["admin"]), "health[0].fore"),
    Broken(
        "a measure without points",
        healthy(measures=[a_measure(points=[])]),
        "health[0].measures[0].points",
    ),
    Broken(
        "a point with one end",
        healthy(measures=[a_measure(points=[[1]])]),
        "health[0].measures[0].points[0]",
    ),
    Broken(
        "a point above 100",
        healthy(measures=[a_measure(points=[[1, 101]])]),
        "health[0].measures[0].points[0][1]",
    ),
    Broken(
        "a measure that misses below 0",
        healthy(measures=[a_measure(missing=-1)]),
        "health[0].measures[0].missing",
    ),
    Broken(
        "a measure of an instant",
        healthy(measures=[a_measure(signal={"last": "a"})]),
        "health[0].measures[0].signal",
    ),
    Broken("a lane without name", a_document(lanes=[{"key": "a"}]), "lanes[0].name"),
    Broken("a note that is a text", a_document(notes=["call them"]), "notes[0]"),
    Broken(
        "a scenario without observations",
        a_document(scenarios=[{"name": "s"}]),
        "scenarios[0].observations",
    ),
    Broken("51 scenarios", a_document(scenarios=[A_SCENARIO] * 51), "scenarios", "LIMIT_EXCEEDED"),
    Broken(
        "201 observations in a scenario",
        scenario(observations=[{"at": "2026-01-05"}] * 201),
        "scenarios[0].observations",
        "LIMIT_EXCEEDED",
    ),
    Broken(
        "51 expectations of a scenario",
        scenario(expect=[{"stage": "new"}] * 51),
        "scenarios[0].expect",
        "LIMIT_EXCEEDED",
    ),
    Broken("a scenario with more", scenario(expects="new"), "scenarios[0].expects"),
    Broken(
        "an observation without instant",
        scenario(observations=[{"event": "login"}]),
        "scenarios[0].observations[0].at",
    ),
    Broken(
        "an observation at no instant",
        scenario(observations=[{"at": "monday"}]),
        "scenarios[0].observations[0].at",
    ),
    Broken(
        "an observation of somebody",
        scenario(observations=[{"at": "2026-01-05", "profile": "u1"}]),
        "scenarios[0].observations[0].profile",
    ),
    Broken(
        "an observation of any event",
        scenario(observations=[{"at": "2026-01-05", "event": "*"}]),
        "scenarios[0].observations[0].event",
    ),
    Broken(
        "an event that is a number",
        scenario(observations=[{"at": "2026-01-05", "event": 3}]),
        "scenarios[0].observations[0].event",
    ),
    Broken(
        "an event of 201 characters",
        scenario(observations=[{"at": "2026-01-05", "event": "x" * 201}]),
        "scenarios[0].observations[0].event",
    ),
    Broken(
        "traits that are null",
        scenario(observations=[{"at": "2026-01-05", "traits": None}]),
        "scenarios[0].observations[0].traits",
    ),
    Broken(
        "properties of no event",
        scenario(observations=[{"at": "2026-01-05", "properties": {"a": 1}}]),
        "scenarios[0].observations[0].properties",
    ),
    Broken("a start that nobody dates", scenario(start={"traits": {}}), "scenarios[0].start.at"),
    Broken(
        "a start with a stage",
        scenario(start={"at": "2026-01-05", "stage": "new"}),
        "scenarios[0].start.stage",
    ),
    Broken("a scenario without end", scenario(until="never"), "scenarios[0].until"),
    Broken("an expectation that is null", scenario(expect=None), "scenarios[0].expect"),
    Broken("an expectation of nothing", scenario(expect=[{}]), "scenarios[0].expect[0].stage"),
    Broken(
        "an expectation that is no key",
        scenario(expect="The end"),
        "scenarios[0].expect",
        "KEY_FORMAT",
    ),
    Broken(
        "an expectation at no instant",
        scenario(expect={"stage": None, "at": "soon"}),
        "scenarios[0].expect.at",
    ),
    Broken("a layout with a viewport", a_document(layout={"viewport": {}}), "layout.viewport"),
    Broken(
        "a position without y",
        a_document(layout={"positions": {"new": {"x": 1}}}),
        "layout.positions.new.y",
    ),
    Broken(
        "a position in words",
        a_document(layout={"positions": {"new": {"x": "1", "y": 2}}}),
        "layout.positions.new.x",
        "INVALID_COORDINATE",
    ),
    Broken(
        "a stage as wide as nothing",
        a_document(layout={"positions": {"new": {"x": 1, "y": 2, "width": 0}}}),
        "layout.positions.new.width",
        "INVALID_COORDINATE",
    ),
    *(
        Broken(f"the later signal {name}", reading(signal), f"{AT}.signal.{name}", CRITERIA)
        for name, signal in {
            "account": {"account": {"trait": "plan"}},
            "contacts": {"contacts": "count"},
        }.items()
    ),
    Broken(
        "a later signal in a share",
        reading({"share": LOGINS, "of": {"account": LOGINS}}),
        f"{AT}.signal.of.account",
        CRITERIA,
    ),
    Broken(
        "a later signal in health",
        healthy(measures=[a_measure(signal={"contacts": "count"})]),
        "health[0].measures[0].signal.contacts",
        CRITERIA,
    ),
    *(
        Broken(f"the {name} in a journey that has no key", reading(signal), path, "KEY_FORMAT")
        for name, signal, path in (
            ("stage", {"stage": "Lead"}, f"{AT}.signal.stage"),
            ("health", {"health": ""}, f"{AT}.signal.health"),
            ("dwell", {"dwell": 7}, f"{AT}.signal.dwell"),
            ("segment", {"segment": "Vips"}, f"{AT}.signal.segment"),
        )
    ),
    Broken(
        "the fall of something else than health",
        reading({"fall": {"dwell": "lead"}, "within": "P7D"}),
        f"{AT}.signal.fall",
        CRITERIA,
    ),
    Broken(
        "a fall without a window",
        reading({"fall": {"health": "lead"}}),
        f"{AT}.signal.within",
        CRITERIA,
    ),
    Broken(
        "a share of a key",
        reading({"share": {"stage": "lead"}, "of": LOGINS}),
        f"{AT}.signal.share",
        CRITERIA,
    ),
    Broken(
        "a dwell compared with a number",
        reading({"dwell": "lead"}, "gte", value=7),
        f"{AT}.value",
        CRITERIA,
    ),
    Broken(
        "a measure of a key",
        healthy(measures=[a_measure(signal={"band": "lead"})]),
        "health[0].measures[0].signal",
    ),
]

REFUSED_WHEN_LOADED_ONLY = [
    Broken(
        "a stage twice",
        a_document(stages=[a_stage("new"), a_stage("new")], transitions=[]),
        "stages[1].key",
        "DUPLICATE_STAGE_KEY",
    ),
    Broken(
        "an id twice",
        a_document(stages=[a_stage("new", id="a"), a_stage("active", id="a")]),
        "stages[1].id",
        "DUPLICATE_ID",
    ),
    Broken(
        "a transition from a stage unknown",
        a_document(transitions=[{"from": "x", "to": "new"}]),
        "transitions[0].from",
        "DANGLING_TRANSITION",
    ),
    Broken(
        "a transition to a stage unknown",
        a_document(transitions=[{"from": "*", "to": "x"}]),
        "transitions[0].to",
        "DANGLING_TRANSITION",
    ),
    Broken("criteria seven groups deep", asking(nested(7)), AT + ".not" * 6, "LIMIT_EXCEEDED"),
    Broken("criteria of 65 rules", asking({"any": [RULE] * 65}), AT, "LIMIT_EXCEEDED"),
    Broken("NaN", reading(LOGINS, "gte", value=float("nan")), f"{AT}.value", CRITERIA),
    Broken("infinity", reading(LOGINS, "gte", value=Decimal("Infinity")), f"{AT}.value", CRITERIA),
    Broken("a number of 31 digits", reading(LOGINS, "gte", value=10**30), f"{AT}.value", CRITERIA),
    Broken(
        "a number of 31 decimals",
        reading(LOGINS, "gte", value=Decimal("1e-31")),
        f"{AT}.value",
        CRITERIA,
    ),
    Broken("half a character", reading(LOGINS, "eq", value="\ud800"), f"{AT}.value", CRITERIA),
    Broken("half a character in a name", a_document(name="\udfff"), "name"),
    Broken("a NUL in a name", a_document(name="a\0b"), "name"),
    Broken(
        "NaN in a scenario",
        scenario(observations=[{"at": "2026-01-05", "traits": {"a": [float("nan")]}}]),
        "scenarios[0].observations[0].traits.a[0]",
    ),
    Broken(
        "a day that no calendar has",
        reading({"last": "a"}, "gte", value="2026-02-30"),
        f"{AT}.value",
        CRITERIA,
    ),
    Broken(
        "a duration longer than the calendar",
        moving(after="P999999999999W"),
        "transitions[0].after",
    ),
    Broken(
        "a lane twice",
        a_document(lanes=[{"key": "a", "name": ""}, {"key": "a", "name": ""}]),
        "lanes[1].key",
    ),
    Broken(
        "a lane in a lane unknown",
        a_document(lanes=[{"key": "a", "name": "", "parent": "b"}]),
        "lanes[0].parent",
    ),
    Broken(
        "a lane in itself",
        a_document(lanes=[{"key": "a", "name": "", "parent": "a"}]),
        "lanes[0].parent",
        "LANE_CYCLE",
    ),
    Broken(
        "a position of a stage unknown",
        a_document(layout={"positions": {"x": {"x": 1, "y": 2}}}),
        "layout.positions.x",
    ),
    Broken(
        "an infinite position",
        a_document(layout={"positions": {"new": {"x": float("inf"), "y": 2}}}),
        "layout.positions.new.x",
        "INVALID_COORDINATE",
    ),
    Broken(
        "a note on a stage unknown",
        a_document(notes=[{"text": "", "stage": "x"}]),
        "notes[0].stage",
    ),
]

DRAFTED = [
    Broken("an empty `all`", asking({"all": []}), f"{AT}.all", "CRITERIA_EMPTY_GROUP"),
    Broken(
        "an empty `any` inside",
        asking({"all": [RULE, {"not": {"any": []}}]}),
        f"{AT}.all[1].not.any",
        "CRITERIA_EMPTY_GROUP",
    ),
    Broken(
        "an empty guard",
        moving(when={"any": []}),
        "transitions[0].when.any",
        "CRITERIA_EMPTY_GROUP",
    ),
    Broken(
        "a window of nothing",
        reading({"count": "a", "within": "PT0S"}),
        f"{AT}.signal.within",
        "WINDOW_EMPTY",
    ),
    Broken(
        "a window of nothing in a share",
        reading({"share": LOGINS, "of": {"days": "a", "within": "P0DT0H"}}),
        f"{AT}.signal.of.within",
        "WINDOW_EMPTY",
    ),
    Broken("an `after` of nothing", moving(after="PT0S"), "transitions[0].after", "WINDOW_EMPTY"),
    Broken(
        "a measure of no window",
        healthy(measures=[a_measure(signal={"count": "a", "within": "PT0S"})]),
        "health[0].measures[0].signal.within",
        "WINDOW_EMPTY",
    ),
    Broken(
        "a measure of no weight",
        healthy(measures=[a_measure(weight=0)]),
        "health[0].measures[0].weight",
        "WEIGHT_NOT_POSITIVE",
    ),
    Broken(
        "bands that leave low scores out",
        healthy(bands=[{"key": "good", "from": 50}]),
        "health[0].bands",
        "BANDS_NOT_FROM_ZERO",
    ),
    Broken(
        "points that go back",
        healthy(measures=[a_measure(points=[[1, 0], [1, 100]])]),
        "health[0].measures[0].points[1][0]",
        "POINTS_NOT_ASCENDING",
    ),
    Broken(
        "a measure twice",
        healthy(measures=[a_measure(), a_measure()]),
        "health[0].measures[1].key",
        "MEASURE_KEY_DUPLICATE",
    ),
    Broken(
        "two bands from one score",
        healthy(bands=[{"key": "good", "from": 0}, {"key": "bad", "from": Decimal("0.0")}]),
        "health[0].bands[1].from",
        "BANDS_NOT_ASCENDING",
    ),
]
"""Documents that can be loaded and drafted, and neither published nor replayed."""
