"""What time it is, as the doors tell it: nothing in here looks at a clock by itself."""

from collections.abc import Callable
from typing import TypeAlias

from domain.instants import Instant

Clock: TypeAlias = Callable[[], Instant]
