"""A made-up company that sells to other companies: whom it knows, and what they did lately.

The same seed gives the same people and the same past, told up to any day. Nobody here exists.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import TypeAlias

from domain.instants import DAY, HOUR, MINUTE, Instant, text_of
from domain.journey import ProfileKind
from domain.observation import ReceivedObservation
from domain.values import Value

SEED = 1859
ACCOUNTS = 96
LEADS = 180
OLDEST = 260 * DAY
FEATURES = 12

_FIRST = (
    "Alder Basalt Cedar Cobalt Delta Ember Fjord Granite Harbour Juniper Larch Meridian".split()
)
_LAST = "Analytics Foods Freight Instruments Labs Logistics Optics Robotics Textiles Works".split()
_NAMES = (
    "Ada Amara Ben Carla Chidi Daria Elif Emil Farah Goran Hana Ines Jonas Kaito Lena Malik Mira "
    "Nadia Oskar Priya Quentin Rosa Samir Tilda Uma Viktor Wanda Yusuf Zoe"
).split()
_SURNAMES = (
    "Adeyemi Berg Costa Dubois Eriksen Fischer Garcia Horvat Ito Jansen Kaya Lindgren Moreau Novak "
    "Okafor Petrov Quist Rossi Silva Tanaka Ueda Vargas Weber Yilmaz Zhang"
).split()
_COUNTRIES = "DE FR SE ES NL IT GB US PL DK".split()

Deed: TypeAlias = tuple[Instant, str | None, Mapping[str, Value]]
"""When, which event, and which traits with it."""

# How long somebody is away between two times of use, in days, how often that has an outcome, and
# how many days it goes on so; then they fade.
KEEN, STEADY, TIRED = (0.5, 2.5, 0.16, 900), (1.0, 4.0, 0.09, 110), (1.0, 4.0, 0.08, 35)


@dataclass(frozen=True, slots=True)
class Account:
    """A company that might buy, or has."""

    number: int
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Lead:
    """Somebody who wrote to us."""

    number: int
    email: str
    name: str
    company: str


def account(number: int) -> Account:
    """The account of that number."""
    first, last = _FIRST[number % len(_FIRST)], _LAST[number // len(_FIRST) % len(_LAST)]
    return Account(number, f"{first}-{last}".lower(), f"{first} {last}")


def lead(number: int) -> Lead:
    """The lead of that number; there is always another."""
    name = _NAMES[number * 7 % len(_NAMES)]
    surname = _SURNAMES[(number * 11 + number // len(_NAMES)) % len(_SURNAMES)]
    company = account(number * 5 % (len(_FIRST) * len(_LAST)))
    again = number // (len(_NAMES) * len(_SURNAMES))
    address = f"{name}.{surname}{again or ''}@{company.key}.example".lower()
    return Lead(number, address, f"{name} {surname}", company.name)


def company_past(today: Instant) -> list[ReceivedObservation]:
    """What all of them have done up to today, in the order in which they did it."""
    told = [
        *(
            one
            for number in range(ACCOUNTS)
            for one in _told(
                ProfileKind.ACCOUNT, account(number).key, _account_life(account(number), today)
            )
        ),
        *(
            one
            for number in range(LEADS)
            for one in _told(
                ProfileKind.CONTACT, lead(number).email, _lead_life(lead(number), today)
            )
        ),
    ]
    past = [one for one in told if one.at is not None and one.at < today]
    return sorted(past, key=lambda one: (one.at, one.external_id))


def _told(
    kind: ProfileKind, external_id: str, life: Iterator[Deed]
) -> Iterator[ReceivedObservation]:
    for number, (at, event, traits) in enumerate(life):
        yield ReceivedObservation(
            kind=kind,
            external_id=external_id,
            at=at,
            message_id=f"demo:{external_id}:{number}",
            traits=traits,
            event=event,
        )


class _Days:
    """The days of one life, each later than the one before."""

    def __init__(self, dice: Random, today: Instant) -> None:
        self._dice = dice
        self.now = today - int(dice.triangular(2 * DAY, OLDEST, OLDEST / 4)) // MINUTE * MINUTE

    def after(self, least: float, most: float) -> Instant:
        """So many days later, some time in the day."""
        self.now += int(self._dice.uniform(least, most) * DAY) // MINUTE * MINUTE
        return self.now


def _account_life(one: Account, today: Instant) -> Iterator[Deed]:
    dice = Random(SEED + one.number)
    days = _Days(dice, today)
    country = dice.choice(_COUNTRIES)
    yield days.now, "campaign_sent", {"name": one.name, "country": country}
    for _ in range(dice.randint(0, 3)):
        yield days.after(0.5, 6), "site_visited", {}
    if dice.random() < 0.07:
        # Nobody there is interested.
        return
    yield days.after(2, 21), "reply_received", {}
    yield days.after(1, 8), "meeting_held", {}
    yield (
        days.after(3, 30),
        None,
        {"deal": {"status": "open", "amount": dice.randint(4, 90) * 1000}},
    )
    for _ in range(dice.randint(0, 4)):
        yield days.after(0.5, 6), dice.choice(("meeting_held", "proposal_viewed")), {}
    if dice.random() < 0.2:
        yield days.after(5, 30), None, {"deal": {"status": "lost"}}
        return
    seats = dice.choice((10, 25, 50, 100))
    used = max(1, seats // 5)
    bought = {"deal": {"status": "won"}, "subscription": {"status": "active"}}
    at = days.after(2, 25)
    renewal = {"renewal_at": text_of(at + dice.choice((180, 365)) * DAY)}
    yield at, None, {**bought, **renewal, "plan": {"seats": seats}, "usage": {"seats": used}}
    for step in range(5):
        yield days.after(0.5, 4), "login", {}
        if step < dice.randint(2, 6):
            yield days.after(0.01, 2), "setup_step_completed", {}
    if dice.random() < 0.12:
        # Set-up got stuck, and nobody comes any more.
        return
    yield days.after(0.5, 5), "onboarding_completed", {}
    yield from _use(days, dice, today, seats, used)


def _use(days: _Days, dice: Random, today: Instant, seats: int, used: int) -> Iterator[Deed]:
    """What an account does with the product; some grow tired of it, and some of those leave."""
    (soonest, latest, outcome, lasts) = dice.choices((KEEN, STEADY, TIRED), (4, 4, 4))[0]
    fades = days.now + int(dice.uniform(0.6, 1.4) * lasts) * DAY
    features = dice.randint(1, 5)
    yield days.after(0.1, 2), None, {"features": {"used": features, "available": FEATURES}}
    while days.now < today:
        is_faded = days.now > fades
        yield days.after(soonest, latest * (4 if is_faded else 1)), "login", {}
        if dice.random() < outcome / (3 if is_faded else 1):
            yield days.after(0.1, 0.3), "outcome_reached", {}
        if dice.random() < (0.22 if is_faded else 0.04):
            yield days.after(0.01, 0.2), "ticket_opened", {}
        if dice.random() < 0.12 and not is_faded:
            features = min(FEATURES, features + 1)
            yield days.after(0.01, 0.1), None, {"features": {"used": features}}
        if dice.random() < 0.03:
            opinion = dice.randint(2, 6) if is_faded else dice.randint(6, 10)
            yield days.after(0.01, 0.1), None, {"nps": opinion}
        if dice.random() < 0.3 and not is_faded:
            used = min(seats, used + max(1, seats // 14))
            yield days.after(0.01, 0.1), None, {"usage": {"seats": used}}
        if used >= 0.9 * seats and dice.random() < 0.2:
            seats *= 2
            yield days.after(0.5, 2), None, {"plan": {"seats": seats}}
        if dice.random() < (0.03 if is_faded else 0.002):
            yield days.after(1, 5), None, {"subscription": {"status": "cancelled"}}
            return


def _lead_life(one: Lead, today: Instant) -> Iterator[Deed]:
    dice = Random(SEED * 31 + one.number)
    days = _Days(dice, today)
    who = {"email": one.email, "name": one.name, "company": one.company}
    yield days.now, "newsletter_subscribed", {**who, **persona(dice)}
    yield from _reading(days, dice, dice.randint(0, 4))
    if dice.random() < 0.15:
        yield from _reading(days, dice, dice.randint(0, 30))
        return
    yield days.after(0.1, 12), "content_downloaded", {}
    if dice.random() < 0.25:
        yield from _reading(days, dice, dice.randint(0, 40))
        return
    asked = dice.choice(("contact_form_submitted", "demo_requested", "quote_requested"))
    yield days.after(1, 30), asked, {}
    if dice.random() < 0.2:
        yield days.after(2, 20), None, {"lead": {"status": "disqualified"}}
        yield from _reading(days, dice, dice.randint(0, 12))
        return
    if dice.random() < 0.7:
        yield days.after(0.1, 2), "meeting_booked", {}
        yield days.after(1, 5), "meeting_held", {}
    yield days.after(1, 10), None, {"qualification": qualification(days.now, dice)}
    for _ in range(dice.randint(0, 4)):
        yield days.after(2, 12), dice.choice(("meeting_held", "pricing_viewed")), {}
    if dice.random() < 0.2:
        return
    yield days.after(2, 20), None, {"deal": {"status": "open"}}
    for _ in range(dice.randint(1, 6)):
        yield days.after(1, 9), dice.choice(("meeting_held", "offer_viewed", "offer_viewed")), {}
    if dice.random() < 0.35:
        yield days.after(3, 20), None, {"deal": {"status": "lost"}}
        return
    yield days.after(3, 20), None, {"deal": {"status": "won"}}
    often, comes_until = dice.uniform(1, 5), days.now + dice.randint(20, 200) * DAY
    while days.now < min(today, comes_until):
        yield days.after(0.4, often), "login", {}


def _reading(days: _Days, dice: Random, pages: int) -> Iterator[Deed]:
    """So many pages, one of which may be the one with the prices."""
    for _ in range(pages):
        yield days.after(0.02, 6), dice.choices(("page_viewed", "pricing_viewed"), (5, 1))[0], {}


def persona(dice: Random) -> Mapping[str, Value]:
    """What part somebody plays, where that is known."""
    known = dice.choices(("decision-maker", "power-user", "end-user", ""), (3, 2, 3, 4))[0]
    return {"persona": known} if known else {}


def qualification(now: Instant, dice: Random) -> Mapping[str, Value]:
    """A demand, a budget, and a day within half a year on which to decide."""
    decision = now + dice.randint(30, 150) * DAY // HOUR * HOUR
    return {"demand": True, "budget": dice.randint(5, 80) * 1000, "decision_by": text_of(decision)}
