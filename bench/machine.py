"""Where and when a number was measured; it means nothing without."""

import os
import platform
from datetime import UTC, datetime
from pathlib import Path


def described() -> str:
    """One line: date, Python, processor, cores, system."""
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M}Z · Python {platform.python_version()} · "
        f"{_processor()} · {os.cpu_count()} cores · {platform.system()} {platform.release()}"
    )


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.machine()


def resident_bytes(pid: int | str = "self") -> int:
    """Memory that a process holds, in bytes; 0 where the system does not say."""
    status = Path(f"/proc/{pid}/status")
    if status.exists():
        for line in status.read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) * 1024
    return 0
