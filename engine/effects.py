"""What the moves that a publication makes bring about besides."""

from enum import StrEnum


class Effects(StrEnum):
    """SILENT: nobody outside is told or acted upon because of them. FULL: as by any other move."""

    SILENT = "SILENT"
    FULL = "FULL"
