"""Documents at random that use all of the format: every optional field, defaults written out."""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

Tree = dict[str, Any]
Drawn = st.SearchStrategy[Any]

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
words = texts.filter(str.strip)
keys = st.from_regex(r"[a-z0-9][a-z0-9-]{0,8}", fullmatch=True)
decimals = st.decimals(
    allow_nan=False, allow_infinity=False, places=3, min_value=-999, max_value=999
)
numbers = st.one_of(st.integers(-(10**30) + 1, 10**30 - 1), decimals)
positive = st.integers(1, 500) | st.sampled_from([Decimal("0.5"), Decimal("1.50")])
scores = st.integers(0, 100) | st.sampled_from([Decimal("66.7"), Decimal("33.30")])
scalars = st.one_of(st.booleans(), numbers, texts)
lengths = st.sampled_from(["P1W", "P7D", "PT36H", "P1DT0.500S", "PT90M", "P1W1DT1H1M1.000001S"])
instants = st.sampled_from(["2026-01-05", "2026-01-05T09:30", "2026-01-05T09:30:00.5+02:00"])
values = st.recursive(
    st.none() | scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)


def named(name: str, strategy: Drawn) -> Drawn:
    """The same under a name: hypothesis takes long to spell out large strategies, and warns."""

    def drawn(draw: st.DrawFn) -> Any:
        return draw(strategy)

    drawn.__name__ = name
    return st.composite(drawn)()


def some(required: dict[str, Drawn], **optional: Drawn) -> st.SearchStrategy[Tree]:
    """An object with the required fields and any of the others."""
    return st.fixed_dictionaries(required, optional=optional)


def comparisons(expected: Drawn, operators: list[str]) -> st.SearchStrategy[Tree]:
    lists = some({"is": st.sampled_from(["in", "not_in"]), "value": st.lists(expected, max_size=3)})
    bare = some({"is": st.sampled_from(["exists", "missing"])})
    one = some({"is": st.sampled_from(operators), "value": expected})
    return st.one_of(one, bare, lists) if "eq" in operators else st.one_of(one, bare)


ORDERINGS = ["lt", "lte", "gt", "gte"]
plain = comparisons(scalars, [*ORDERINGS, "eq", "ne", "contains"])
conditions = st.tuples(words, plain).map(lambda drawn: {"property": drawn[0], **drawn[1]})
window = {
    "within": lengths,
    "where": st.lists(conditions, max_size=2),
    "lifetime": st.booleans(),
}
any_event = words | st.just("*")
one_event = words.filter(lambda event: event != "*")
traits = some({"trait": words})
lasts = some({"last": any_event}, where=window["where"], lifetime=window["lifetime"])
firsts = some({"first": any_event}, where=window["where"])
counted = st.one_of(
    some({"count": any_event}, **window),
    some({"days": any_event}, **window),
    *(
        some({name: one_event, "property": words}, **window)
        for name in ("sum", "min", "max", "avg")
    ),
)
shares = some({"share": traits | counted, "of": traits | counted})
ages = st.one_of(some({"age": traits | lasts | firsts}), some({"until": traits | lasts | firsts}))
rules = st.one_of(
    st.tuples(st.one_of(traits, counted, shares), plain),
    st.tuples(ages, comparisons(lengths | st.just("PT0S"), ORDERINGS)),
    st.tuples(lasts | firsts, comparisons(instants, ORDERINGS)),
).map(lambda drawn: {"signal": drawn[0], **drawn[1]})
rules = named("rules", rules)
criteria = st.recursive(
    rules,
    lambda inner: st.one_of(
        some({"not": inner}),
        some({"all": st.lists(inner, min_size=1, max_size=3)}),
        some({"any": st.lists(inner, min_size=1, max_size=3)}),
    ),
    max_leaves=4,
)
criteria = named("criteria", criteria)
points = st.lists(
    st.tuples(numbers, scores), min_size=1, max_size=3, unique_by=lambda point: point[0]
).map(lambda drawn: [list(point) for point in sorted(drawn, key=lambda point: point[0])])
measures = some(
    {"key": keys, "signal": st.one_of(traits, counted, shares, ages), "points": points},
    name=texts,
    weight=positive,
    missing=scores,
)
bands = st.lists(
    some({"key": keys, "from": scores}),
    min_size=1,
    max_size=3,
    unique_by=(lambda band: band["key"], lambda band: band["from"]),
).map(lambda drawn: [drawn[0] | {"from": 0}, *(band for band in drawn[1:] if band["from"])])
health = st.lists(
    some(
        {
            "measures": st.lists(
                measures, min_size=1, max_size=2, unique_by=lambda measure: measure["key"]
            )
        },
        **{"for": st.lists(words, min_size=1, max_size=2, unique=True)},
        bands=bands,
    ),
    min_size=1,
    max_size=2,
)
box = {"x": numbers, "y": numbers, "width": positive, "height": positive}
health = named("health", health)
lanes = some({"key": keys, "name": texts}, description=texts, color=texts, **box)
notes = some({"text": texts}, lane=texts, color=texts, **box)
objects = st.dictionaries(texts, values, max_size=2)
happenings = st.one_of(
    some({"at": instants}, traits=objects),
    some({"at": instants, "event": words.filter("*".__ne__)}, traits=objects, properties=objects),
)
places = keys | st.none()
expectations = some({"stage": places}, at=instants)
scenarios = st.one_of(
    some(
        {"name": texts, "observations": st.lists(happenings, min_size=1, max_size=2)},
        description=texts,
        start=some({}, at=instants, traits=objects),
        until=instants,
        expect=st.one_of(keys, expectations, st.lists(expectations, max_size=2)),
    ),
    some(
        {"name": texts, "observations": st.just([])},
        start=some({"at": instants}, traits=objects),
    ),
)
stages = some(
    {"key": keys, "name": texts},
    role=st.sampled_from(["ENTRY", "STAGE", "EXIT"]),
    description=texts,
    goal=texts,
    teams=st.lists(keys, max_size=2, unique=True),
    phase=texts,
    lane=texts,
    color=texts,
    entry=criteria,
    health=health,
)


@st.composite
def documents(draw: st.DrawFn) -> Tree:
    """A document that can be loaded. Its map may make no sense."""
    drawn = draw(st.lists(stages, max_size=4, unique_by=lambda stage: stage["key"]))
    known = [stage["key"] for stage in drawn]
    fields: dict[str, Drawn] = {
        "id": st.just("jrn_1"),
        "description": texts,
        "health": health,
        "lanes": st.lists(lanes, max_size=2, unique_by=lambda lane: lane["key"]),
        "notes": st.lists(notes, max_size=2),
        "scenarios": st.lists(scenarios, max_size=1),
        "transitions": st.just([]),
        "layout": st.just({}),
    }
    if known:
        ends = st.sampled_from(known)
        transitions = some(
            {"from": ends | st.just("*"), "to": ends},
            kind=st.sampled_from(["ADVANCE", "EXIT", "RECYCLE"]),
            when=criteria,
            after=lengths,
        )
        place = some({"x": numbers, "y": numbers}, width=positive, height=positive)
        fields["transitions"] = st.lists(transitions, max_size=3)
        fields["layout"] = some({"positions": st.dictionaries(ends, place, max_size=3)})
    head = {
        "format": st.just("cairn/1"),
        "key": keys,
        "name": texts,
        "kind": st.sampled_from(["ACCOUNT", "CONTACT"]),
        "movement": st.sampled_from(["FORWARD", "STEPWISE", "FREE"]),
        "stages": st.just(drawn),
    }
    return draw(some(head, **fields))
