"""Fixes of every kind are edits that the schema takes, as they are told."""

import pytest
from graphql import GraphQLList, coerce_input_value

from api.schema import schema
from domain.edit_document import edits_of, edits_to_document
from domain.fixes import keeping
from tests.domain.fixes.offered import offered
from tests.domain.fixes.test_keeping import CROWDED, WITHOUT_TRIAL
from tests.domain.fixes.test_offering import AROUND, MENDED
from tests.editing import no_ids

EDITS = GraphQLList(schema._schema.type_map["JourneyEdit"])
FIXED = [
    *((code, draft, AROUND) for code, draft, _ in MENDED),
    ("STAGE_REMOVED_WITH_PROFILES", WITHOUT_TRIAL, CROWDED),
]


@pytest.mark.parametrize(
    ("code", "draft", "around"), FIXED, ids=[f"{index}-{it[0]}" for index, it in enumerate(FIXED)]
)
def test_a_fix_is_taken_as_it_is_told(code, draft, around):
    for fix in offered(draft, code, around):
        told = edits_to_document(fix.edits)
        sent = coerce_input_value(told, EDITS)
        assert edits_of(sent, no_ids) == fix.edits


def test_fixes_of_every_file_are_tried():
    assert {code for code, *_ in FIXED} & set(keeping.PROPOSERS)
