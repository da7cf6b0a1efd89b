"""What criteria come to in another language, or why they cannot be said in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from api.criteria.cel import cel_of
from api.criteria.json_logic import json_logic_of
from api.criteria.losing import Lost
from api.criteria.query_builder import query_of
from api.criteria.variables import Variables, variables_in
from domain.criteria import Criteria


class CriteriaFormat(StrEnum):
    """A language that criteria are written in for other programs."""

    JSON_LOGIC = "JSON_LOGIC"
    CEL = "CEL"
    REACT_QUERY_BUILDER = "REACT_QUERY_BUILDER"


WRITERS: Mapping[CriteriaFormat, Callable[[Criteria, Variables], object]] = {
    CriteriaFormat.JSON_LOGIC: json_logic_of,
    CriteriaFormat.CEL: cel_of,
    CriteriaFormat.REACT_QUERY_BUILDER: query_of,
}


@dataclass(frozen=True, slots=True)
class Rendering:
    """Criteria in another language; where `value` is None, `reason` tells what would be lost."""

    format: CriteriaFormat
    value: object
    reason: str | None = None


def rendered(criteria: Criteria, format: CriteriaFormat) -> Rendering:
    """The criteria in that language, meaning the same for everybody, or not at all."""
    try:
        return Rendering(format, WRITERS[format](criteria, variables_in(criteria)))
    except Lost as lost:
        return Rendering(format, None, str(lost))
