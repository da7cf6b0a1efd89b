"""What kind of journey it is, in words for partners."""

from api.fields import described
from domain.journey import Movement, ProfileKind

__all__ = ["Movement", "ProfileKind"]

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
