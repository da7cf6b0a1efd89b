"""What journeys are made of, in words for partners."""

from api.fields import described
from domain.choices import ValueType
from domain.journey import Movement, ProfileKind, Role, TransitionKind
from domain.signals import Operator

__all__ = ["Movement", "Operator", "ProfileKind", "Role", "TransitionKind", "ValueType"]

described(
    ProfileKind,
    "What a profile is.",
    ACCOUNT="An organisation that buys.",
    CONTACT="A person.",
)
described(
    Movement,
    "How profiles move through a journey by themselves.",
    FORWARD="Towards the most advanced stage whose criteria hold, skipping where it may.",
    STEPWISE="One transition after the other, from an ENTRY stage on.",
    FREE="Wherever the most advanced criteria hold just now, back as well as forth.",
)
described(
    Role,
    "Where a stage lies in its journey.",
    ENTRY="Profiles may begin here.",
    STAGE="On the way.",
    EXIT="Profiles leave the journey here.",
)
described(
    TransitionKind,
    "What following a transition means.",
    ADVANCE="On, to a more advanced stage.",
    EXIT="Out, to an EXIT stage.",
    RECYCLE="Back, to begin a new cycle.",
)
described(
    Operator,
    "How a value is compared, as in journey documents. Values of different types never compare, "
    "and a missing one passes only `ne`, `not_in` and `missing`.",
    **{
        "eq": "Equal.",
        "ne": "Not equal, or missing.",
        "lt": "Less.",
        "lte": "Less or equal.",
        "gt": "Greater.",
        "gte": "Greater or equal.",
        "in": "Equal to a member of the list.",
        "not_in": "Equal to no member of the list, or missing.",
        "contains": "A string with this in it, or a list with this as a member.",
        "exists": "There, whatever it is; takes no value.",
        "missing": "Not there, or null; takes no value.",
    },
)
described(
    ValueType,
    "What a value is.",
    string="Text; also an instant as text, which `age` and `until` read.",
    number="A number, whole or not.",
    boolean="True or false.",
    list="A list.",
    object="An object, which dots descend into.",
    duration="A length of time, such as `P3D`.",
    instant="An instant.",
)
