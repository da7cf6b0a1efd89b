"""Segments as documents, and what is wrong with them."""

import pytest

from domain.criteria import Rule
from domain.journey import Movement, ProfileKind
from domain.problems import Referable, Surroundings, segment_problems
from domain.refusals import MalformedDocument
from domain.segment import (
    Segment,
    dump_definition,
    dump_segment,
    load_definition,
    load_segment,
    segment_of,
)
from domain.signals import Operator, SegmentIn, is_segment
from tests.builders import a_journey, a_segment, at_least, document_of, silent

QUIET = a_segment("quiet", silent("login", "P30D"), description="Nobody has heard of them.")
IN_VIPS = {"signal": {"segment": "vips"}, "is": "eq", "value": True}


def faults_of(document):
    with pytest.raises(MalformedDocument) as refused:
        load_segment(document)
    return [(fault.path, fault.code) for fault in refused.value.faults]


def test_a_document_is_read_and_written_the_same():
    document = {
        "format": "cairn-segment/1",
        "key": "quiet",
        "name": "Quiet",
        "description": "Nobody has heard of them.",
        "kind": "CONTACT",
        "criteria": silent("login", "P30D"),
    }

    assert load_segment(document) == QUIET
    assert dump_segment(QUIET) == document


def test_what_is_wrong_is_told_with_its_path():
    assert faults_of({"format": "cairn/1", "key": "Vips", "kind": "ROBOT", "criterion": {}}) == [
        ("criterion", "MALFORMED"),
        ("name", "MALFORMED"),
        ("criteria", "MALFORMED"),
        ("format", "MALFORMED"),
        ("key", "KEY_FORMAT"),
        ("kind", "MALFORMED"),
    ]
    assert faults_of(dump_segment(QUIET) | {"criteria": {"any": [{"signal": {"trait": "x"}}]}}) == [
        ("criteria.any[0].is", "CRITERIA_MALFORMED")
    ]


def test_it_is_judged_as_a_free_journey_that_no_document_can_describe():
    journey = QUIET.journey

    assert (journey.key, journey.movement) == ("segment:quiet", Movement.FREE)
    assert segment_of(journey) == QUIET
    with pytest.raises(MalformedDocument):
        load_definition(document_of(journey))


def test_what_is_kept_is_a_journey_or_a_segment():
    lead = a_journey("trial -> adoption", adoption=at_least("login", 2))

    assert [load_definition(dump_definition(it)) for it in (lead, QUIET.journey)] == [
        lead,
        QUIET.journey,
    ]
    assert [is_segment(it.key) for it in (lead, QUIET.journey)] == [False, True]


def test_a_rule_reads_whether_somebody_is_in_a_segment():
    segment = a_segment("both", IN_VIPS)

    assert segment.criteria == Rule(SegmentIn("vips"), Operator.EQ, True)
    assert dump_segment(segment)["criteria"] == IN_VIPS


def told(segment: Segment, **known: Referable):
    around = Surroundings(journeys={key.replace("__", ":"): one for key, one in known.items()})
    return [
        (one.code, one.path, one.message, one.witness) for one in segment_problems(segment, around)
    ]


def live(*reads: str, kind=ProfileKind.CONTACT):
    return Referable(kind=kind, stages=frozenset({"member"}), reads=frozenset(reads))


def test_a_segment_that_asks_who_is_in_it_is_told_so():
    assert told(a_segment("vips", IN_VIPS)) == [
        (
            "CRITERIA_SELF_REFERENCE",
            "criteria.signal",
            "Its own membership is read by the criteria.",
            (),
        )
    ]


def test_a_segment_that_is_not_there_or_of_others_is_told_of():
    missing = [
        (
            "CRITERIA_UNKNOWN_REFERENCE",
            "criteria.signal",
            "There is no contact segment vips, read by the criteria.",
            (),
        )
    ]

    assert told(a_segment("both", IN_VIPS)) == missing
    assert told(a_segment("both", IN_VIPS), segment__vips=live(kind=ProfileKind.ACCOUNT)) == missing
    assert told(a_segment("both", IN_VIPS), segment__vips=live()) == []


def test_a_circle_of_journeys_and_segments_is_told_with_the_way_round():
    ((code, _, _, witness),) = told(
        a_segment("both", IN_VIPS),
        segment__vips=live("lead"),
        lead=live("segment:both"),
    )

    assert code == "CRITERIA_CIRCULAR"
    assert witness == ("segment:both", "segment:vips", "lead", "segment:both")


def test_criteria_that_nobody_meets_are_told_of():
    nobody = {"all": [at_least("login", 3), {"not": at_least("login", 1)}]}

    assert [code for code, *_ in told(a_segment("none", nobody))] == ["CRITERIA_CONTRADICTION"]
