"""How things are counted and why stages are slow, in words for partners."""

from api.fields import described
from domain.bottlenecks import Hindrance
from store.funnels import FunnelMode

__all__ = ["FunnelMode", "Hindrance"]

described(
    FunnelMode,
    "When a profile counts as having reached a step.",
    STRICT="It stood in the stage, after it had stood in every one of the steps before, in order.",
    ANY="It stood in the stage, wherever else it was or was not.",
    PASSED_THROUGH="It stood in the stage, was moved past it, or came so to a later step of the "
    "funnel: it is as far at least.",
)
described(
    Hindrance,
    "Why a stage is a bottleneck.",
    WAITING="Some stand there for longer than nine of ten of those who went on had stood.",
    LOSING="Of those who left it, half as many again left the journey as everywhere in it.",
    FILLING="Far more came than left: more than a fifth of those who stood there.",
    NOBODY_GOES_ON="Profiles stand there, a transition leads on, and nobody took it.",
)
