"""The JSON Schema of `cairn/1` and the loader say the same, as far as a schema can say it."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

import domain
from api.documents import read_document
from tests.broken_documents import DRAFTED, REFUSED_BY_THE_SCHEMA_TOO, REFUSED_WHEN_LOADED_ONLY
from tests.documents import (
    a_document,
    case_documents,
    faults_of,
)
from tests.strategies.documents import documents
from tests.templates.story import TEMPLATES

SCHEMA = json.loads((Path(domain.__file__).parent / "journey.schema.json").read_text())
VALIDATOR = Draft202012Validator(SCHEMA)


def test_the_schema_is_one():
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(("name", "document"), case_documents().items())
def test_every_case_is_valid(name, document):
    assert VALIDATOR.is_valid(document)


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_template_is_valid(path):
    assert VALIDATOR.is_valid(read_document(path))


@settings(max_examples=50)
@given(documents())
def test_whatever_can_be_loaded_is_valid(document):
    assert (VALIDATOR.is_valid(document), faults_of(document)) == (True, [])


@pytest.mark.parametrize("broken", REFUSED_BY_THE_SCHEMA_TOO, ids=str)
def test_a_rule_that_a_schema_can_express_is_in_it(broken):
    assert not VALIDATOR.is_valid(broken.document)


@pytest.mark.parametrize("broken", REFUSED_WHEN_LOADED_ONLY, ids=str)
def test_a_rule_that_a_schema_cannot_express_is_checked_when_loading(broken):
    assert VALIDATOR.is_valid(broken.document)
    assert faults_of(broken.document) != []


def test_what_may_only_be_drafted_is_no_journey_as_far_as_a_schema_can_say():
    beyond = {broken.says for broken in DRAFTED if VALIDATOR.is_valid(broken.document)}

    assert beyond == {"points that go back", "a measure twice", "two bands from one score"}


def test_the_sound_document_that_the_broken_ones_start_from_is_valid():
    assert (VALIDATOR.is_valid(a_document()), faults_of(a_document())) == (True, [])


def test_every_part_of_the_schema_is_described_or_plain():
    undescribed = [
        name
        for name, part in SCHEMA["properties"].items()
        if "description" not in part and part != {"type": "string"} and "$ref" not in part
    ]

    assert undescribed == []
