import csv
import gzip
from dataclasses import asdict
from importlib.resources import files

from api.demo.clicks import FILE, clicks, past_clicks, visits_to_play
from api.demo.company import ACCOUNTS, LEADS, account, company_past, lead
from api.demo.seeding import JOURNEYS
from api.documents import read_yaml
from domain.document import load
from domain.instants import DAY, HOUR, instant_of
from domain.journey import ProfileKind
from domain.problems import Severity, problems_of
from domain.receiving import received

TODAY = instant_of("2026-11-22T06:00:00Z")


def test_the_same_day_has_the_same_past():
    assert company_past(TODAY) == company_past(TODAY)
    assert past_clicks(TODAY) == past_clicks(TODAY)


def test_everything_in_the_past_is_an_observation_that_the_door_would_take():
    for one in [*company_past(TODAY), *past_clicks(TODAY)]:
        assert received(**asdict(one)) == one


def test_the_past_is_behind_us_and_comes_in_order():
    for past in (company_past(TODAY), past_clicks(TODAY)):
        instants = [one.at for one in past]

        assert instants == sorted(instants)
        assert instants[-1] < TODAY


def test_every_message_comes_once():
    messages = [one.message_id for one in [*company_past(TODAY), *past_clicks(TODAY)]]

    assert len(messages) == len(set(messages))


def test_everybody_whom_the_company_knows_has_a_past():
    past = company_past(TODAY)

    assert {(one.kind, one.external_id) for one in past} == {
        *((ProfileKind.ACCOUNT, account(number).key) for number in range(ACCOUNTS)),
        *((ProfileKind.CONTACT, lead(number).email) for number in range(LEADS)),
    }


def test_nobody_in_the_company_shares_a_name_and_nobody_exists():
    addresses = [lead(number).email for number in range(20_000)]

    assert len(set(addresses)) == len(addresses)
    assert {address.rpartition(".")[2] for address in addresses} == {"example"}


def test_every_click_of_the_file_is_behind_us_or_is_played():
    with gzip.open(FILE, "rt") as rows:
        written = list(csv.DictReader(rows))

    past, played = past_clicks(TODAY), visits_to_play()

    assert len(clicks()) == len(written) == 31_106
    # A visit that was under way at the border has a part on either side of it.
    assert len(past) + sum(map(len, played)) == len(clicks())
    assert {click.visit for visit in played for click in visit} <= {
        row["session_id"] for row in written
    }


def test_clicks_are_moved_by_whole_days_and_the_last_is_of_the_last_day():
    past = past_clicks(TODAY)

    assert (past[0].at - clicks()[0].at) % DAY == 0
    assert HOUR <= TODAY - past[-1].at < DAY + 2 * HOUR


def test_the_demos_journeys_can_be_published_without_a_warning_that_matters():
    found = {
        (name, problem.code)
        for package, name in JOURNEYS
        for problem in problems_of(load(read_yaml(files(package).joinpath(name).read_bytes())))
        if problem.severity is not Severity.HINT
    }

    assert found == {("inbound-lead.yaml", "STAGE_BY_HAND_ONLY")}
