"""What a customer-success lead reads of the templates' profiles, as it is written."""

from itertools import chain

import pytest

from domain.ahead import ahead_of
from domain.course import charted
from domain.definitions import defined
from domain.instants import EARLIEST
from domain.move_in_words import reason_in_words
from domain.placement_in_words import placement_in_words
from domain.profile import Profile
from engine.simulating import Simulation
from tests.templates.story import becomes, does, on, template


def sentence(key, *chapters, today):
    """What is said of somebody on a day, after so much has happened."""
    journey = template(key)
    course = charted(journey, version=1)
    nobody = Profile(id=1, kind=journey.kind, external_id="acme")
    simulation = Simulation(defined(0, EARLIEST, (course,)), key, nobody)
    story = [observation for chapter in chapters for observation in chapter]
    steps = chain.from_iterable(simulation.live(story, on(today)))
    changes = [change for step in steps for change in step.changes]
    names = {stage.key: stage.name for stage in journey.stages}
    reason = reason_in_words(changes[-1], names) if changes else ""
    profile, now = simulation.profile, on(today)
    return placement_in_words(profile, course, ahead_of(profile, course, now), reason, now)


ACTIVE = becomes("2026-01-05", subscription={"status": "active"}, renewal_at="2027-01-05")

SENTENCES = [
    (
        ["account-maturity", becomes("2026-01-05", subscription={"status": "trialing"})],
        "Stands in Trial since 5 Jan 2026 because subscription.status was trialing; to reach "
        "Onboarding it needs subscription.status to be active (it is trialing).",
    ),
    (
        ["account-maturity", ACTIVE, does("login", "2026-01-06", "2026-01-07", "2026-01-08")],
        "Stands in Onboarding since 5 Jan 2026 because subscription.status was active; to reach "
        "Adoption it needs logins on 2 more days within 14 days (3 of 5), and 1 more rule to hold.",
    ),
    (
        [
            "account-maturity-and-plans",
            becomes("2026-01-05", subscription={"status": "trialing"}, company={"employees": 4}),
            does("invitation_sent", "2026-01-06"),
            does("login", "2026-01-13", "2026-01-14", "2026-01-15"),
        ],
        "Stands in Free trial since 5 Jan 2026 because subscription.status was trialing; to reach "
        "Qualified Trial it needs 1 more invitation_sent event (1 of 2).",
    ),
    (
        ["account-plans", becomes("2026-01-05", plan="starter")],
        "Stands in Starter Plan since 5 Jan 2026 because plan was starter and "
        "subscription.status was not known; to reach Standard Plan it needs plan to be standard "
        "(it is starter).",
    ),
    (
        [
            "account-touch",
            becomes("2026-01-05", mrr=200),
            does("ticket_opened", "2026-01-06", "2026-01-07", "2026-01-08"),
        ],
        "Stands in High Touch since 8 Jan 2026 because it had 3 ticket_opened events within 30 "
        "days; to reach Low Touch it needs no more than 2 ticket_opened events within 30 days "
        "(there are 3; time alone brings it on 5 Feb 2026 at the earliest); if nothing "
        "happens, what keeps it there lapses on 5 Feb 2026.",
    ),
    (
        ["contact-maturity", does("invited", "2026-01-05"), does("login", "2026-01-07")],
        "Stands in Activated since 7 Jan 2026 because it had 1 login; to reach Engaged it needs "
        "logins on 3 more days within 14 days (1 of 4).",
    ),
    (
        ["contact-personae", becomes("2026-01-05", persona="sponsor")],
        "Stands in Sponsor since 5 Jan 2026 because persona was sponsor; to reach End User it "
        "needs persona not to be known (it is sponsor).",
    ),
    (
        ["customer-adoption", becomes("2026-01-05", deal={"status": "open"})],
        "Stands in Pre-Onboarding since 5 Jan 2026 because everybody begins there; to reach "
        "Onboarding it needs deal.status to be won (it is open).",
    ),
    (
        [
            "customer-lifecycle",
            ACTIVE,
            does("onboarding_completed", "2026-01-06"),
            does("login", "2026-01-07", "2026-01-08", "2026-01-09"),
        ],
        "Stands in Experience since 9 Jan 2026 because subscription.status was active and it had "
        "1 onboarding_completed event and logins on 3 days within 14 days; to reach Value it "
        "needs 1 outcome_reached event (none yet).",
    ),
    (
        [
            "customer-success",
            ACTIVE,
            does("onboarding_completed", "2026-01-06"),
            does("login", "2026-01-06", "2026-01-07", "2026-01-08", "2026-01-09"),
            does("upgrade_requested", "2026-01-10"),
            does("login", "2026-01-10", "2026-01-11", "2026-01-12", "2026-01-13"),
        ],
        "Stands in Expanding since 13 Jan 2026 because subscription.status was active and it had "
        "logins on 8 days within 30 days and 1 upgrade_requested event within 90 days; to reach "
        "Renewal it needs renewal_at to be at most 90 days away (it is 353 days away; time alone "
        "brings that on 7 Oct 2026).",
    ),
    (
        [
            "inbound-lead",
            does("newsletter_subscribed", "2026-01-05"),
            does("page_viewed", "2026-01-06", "2026-01-07"),
        ],
        "Stands in Subscriber since 5 Jan 2026 because it had 1 newsletter_subscribed event; to "
        "reach Lead it needs 1 more page_viewed event within 30 days (2 of 3).",
    ),
    (
        [
            "inbound-lead",
            becomes("2026-01-05", deal={"status": "open"}),
            becomes("2026-01-06", deal={"status": "lost"}),
        ],
        "Stands in Closed lost since 6 Jan 2026 because deal.status was lost; to come back to "
        "Lead it needs to stay until 6 Apr 2026 (10 days of 90 days).",
    ),
    (
        ["inbound-lead", becomes("2026-01-05", country="FR")],
        "Stands in no stage of Inbound lead; to enter Subscriber it needs 1 "
        "newsletter_subscribed event (none yet).",
    ),
]


@pytest.mark.parametrize(("told", "said"), SENTENCES, ids=lambda told: told[0][:30])
def test_a_profile_is_explained_in_one_sentence(told, said):
    key, *chapters = told

    assert sentence(key, *chapters, today="2026-01-16") == said
