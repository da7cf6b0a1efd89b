"""What a first publication makes of the data that came before it."""

from enum import StrEnum


class History(StrEnum):
    """FROM_NOW: profiles are judged as they stand at the publication. REPLAY: as if it had always
    been there, from each profile's kept log."""

    FROM_NOW = "FROM_NOW"
    REPLAY = "REPLAY"
