"""Stages with the version of the journey that they are of: what is shown of a stage needs both."""

from dataclasses import dataclass

from domain.course import Course, Place


@dataclass(frozen=True, slots=True)
class StageOf:
    """A stage of one version of a journey."""

    course: Course
    place: Place

    def __getattr__(self, name: str) -> object:
        """What is asked of the stage is what its document says."""
        return getattr(self.place.stage, name)


def stage_of(course: Course, key: str) -> StageOf | None:
    """The stage of that key, None when this version of the journey has none."""
    place = course.places.get(key)
    return None if place is None else StageOf(course, place)
