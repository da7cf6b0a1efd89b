"""What criteria ask, and whether anybody can meet it."""

from functools import partial

from domain.catalogue.rule import Family, Tier, ValidationRule

_error = partial(ValidationRule, family=Family.CRITERIA, tier=Tier.ERROR)
_warning = partial(ValidationRule, family=Family.CRITERIA, tier=Tier.WARNING)
_hint = partial(ValidationRule, family=Family.CRITERIA, tier=Tier.HINT)

RULES = (
    _error(
        code="CRITERIA_CONTRADICTION",
        summary="No profile whatever can meet the criteria. It is a WARNING where a transition's "
        "`when` and the entry criteria of its stage only exclude each other.",
        sentence="Nobody can meet {what}.",
        example="all: [{signal: {count: login, within: P7D}, is: gte, value: 3}, "
        "{signal: {count: login, within: P30D}, is: lt, value: 3}]",
        mending="Take one of the rules that exclude each other out, or join them with `any`.",
    ),
    _error(
        code="CRITERIA_UNKNOWN_REFERENCE",
        summary="Criteria read a journey, a stage or a segment that does not exist.",
        sentence="There is no {kind} {name}, read by {what}.",
        example="{signal: {segment: vips}, is: eq, value: true}",
        mending="Name one that exists, or make it first.",
    ),
    _error(
        code="CRITERIA_TYPE_MISMATCH",
        summary="A rule compares what can never be compared: values of different types are "
        "neither equal nor ordered, and only numbers and strings have an order. What a trait "
        "holds is known from what has arrived.",
        sentence="{signal} is {actual}, which never compares with {expected}.",
        example='{signal: {count: login}, is: gte, value: "3"}',
        mending="Write the value with the type that the signal has.",
    ),
    _error(
        code="CRITERIA_SELF_REFERENCE",
        summary="A journey's criteria read its own stage, band or dwell, or in FREE its health; or "
        "a segment's criteria ask who is in it.",
        sentence="Its own {kind} is read by {what}.",
        example="{signal: {dwell: lead}, is: gte, value: P7D} in the journey `lead`",
        mending="Use `after` on a transition for how long somebody has been in a stage.",
    ),
    _error(
        code="CRITERIA_CIRCULAR",
        summary="Journeys and segments read each other in a circle, so that none can be judged "
        "first.",
        sentence="What {what} reads leads round in a circle ({way}).",
        example="journey `lead` reads journey `account`, which reads journey `lead`",
        mending="Let one of them read the traits and events that the other reads.",
    ),
    _error(
        code="CRITERIA_EMPTY_GROUP",
        summary="A group without rules: `all` of nothing holds for everybody, `any` of nothing for "
        "nobody.",
        sentence="There is an {group} without rules in {what}.",
        example="entry: {all: []}",
        mending="Add a rule, or remove the group.",
    ),
    _error(
        code="WINDOW_EMPTY",
        summary="A window, or the wait before a transition, has no length: no event ever lies "
        "within such a window.",
        sentence="{what} has no length.",
        example="{count: login, within: PT0S}",
        mending="Make the window longer, or leave `within` out to count everything. Without "
        "`after` a transition waits for nothing.",
    ),
    _warning(
        code="CRITERIA_ALWAYS_TRUE",
        summary="Every profile meets the criteria, one of which nothing is known too.",
        sentence="Everybody meets {what}.",
        example="{signal: {trait: plan}, is: ne, value: free} or {signal: {trait: plan}, is: eq, "
        "value: free}",
        mending="Leave the criteria out where everybody is meant; else ask for something.",
    ),
    _warning(
        code="STAGE_ALWAYS_SKIPPED",
        summary="Whoever meets a stage's criteria also meets those of the next stage, to which an "
        "open way leads, so that nobody stays in the first.",
        sentence="Whoever meets {stage} also meets {other}, to which {transition} leads: nobody "
        "stays in {stage}.",
        example="active asks for 5 logins, {from: active, to: engaged}, engaged asks for 3",
        mending="Ask for more in the next stage, or less in this one.",
    ),
    _warning(
        code="CRITERIA_NEVER_SEEN",
        summary="A rule reads a trait, an event or a property of which no data has ever arrived.",
        sentence="Nothing has arrived so far of the {kind} {name}, read by {what}.",
        example="{signal: {count: loggin}, is: gte, value: 1}",
        mending="Look for a slip in its name; where it is right, it will come with the first data.",
    ),
    _warning(
        code="CRITERIA_UNKNOWN_VALUE",
        summary="A rule asks for a value that the trait or property has never had, though it has "
        "only ever had a few.",
        sentence="{signal} has never been {value}.",
        example="{signal: {trait: plan}, is: eq, value: profesional}",
        mending="Look for a slip in the value.",
    ),
    _hint(
        code="CRITERIA_REDUNDANT_RULE",
        summary="A part of the criteria changes nothing: in an `all` the other parts ask for it "
        "already, in an `any` another part lets everybody in whom it does.",
        sentence="{part} changes nothing in {what}.",
        example="all: [{signal: {count: login}, is: gte, value: 3}, {signal: {count: login}, "
        "is: gte, value: 1}]",
        mending="Take it out.",
    ),
    _hint(
        code="CRITERIA_TOO_COMPLEX",
        summary="The criteria have more than 256 cases to tell apart, or there are more branches "
        "than are compared; what they contradict or imply is not looked for, rather than guessed.",
        sentence="There are too many cases in {what} to look for contradictions and overlaps.",
        example="an `all` of nine `any`s of two rules each",
        mending="Nothing has to be done. Simpler criteria are easier to read, too.",
    ),
)
