"""Medians and other quantiles in SQL that both databases speak.

By nearest rank: the quantile of *p* is the least value that at least *p* of all values do not
exceed, so that it is always a value that occurred (`percentile_disc` of SQL:2003).
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select


def quantiles(
    values: Select[Any], by: tuple[str, ...], value: str, shares: Mapping[str, int]
) -> Select[Any]:
    """One row for each group `by`: how many values, then each quantile under its name.

    `values` selects the columns named in `by` and the `value`, which must not be null; `shares` are
    in hundredths.
    """
    given = values.subquery()
    groups = [given.c[name] for name in by]
    place = func.row_number().over(partition_by=groups or None, order_by=given.c[value])
    size = func.count().over(partition_by=groups or None)
    ranked = select(
        *groups, given.c[value].label("value"), place.label("place"), size.label("size")
    ).subquery()
    kept = [ranked.c[name] for name in by]
    return select(
        *kept,
        func.count().label("size"),
        *(_at(ranked.c, share).label(name) for name, share in shares.items()),
    ).group_by(*kept)


def _at(ranked: Any, hundredths: int) -> ColumnElement[int]:
    # Whole numbers only: place >= size · p, for the first time.
    reached = ranked.place * 100 >= ranked.size * hundredths
    return func.min(case((reached, ranked.value)))
