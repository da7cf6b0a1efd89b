"""What the environment says, read once and checked before anything starts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from urllib.parse import urlsplit

PREFIX = "CAIRN_"
NAMES = (
    "CAIRN_DATABASE_URL",
    "CAIRN_MIGRATE_URL",
    "CAIRN_HOST",
    "CAIRN_PORT",
    "CAIRN_ORIGINS",
    "CAIRN_FEED_DAYS",
)
OF_TESTS = "CAIRN_TEST_"


class BadSetting(ValueError):
    """A variable of the environment that cannot be meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How this installation is run."""

    database_url: str = "sqlite:///.cairn/cairn.db"
    migrate_url: str | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    origins: tuple[str, ...] = ()
    feed_days: int = 90

    @property
    def is_sqlite(self) -> bool:
        """Whether the data is a file of our own."""
        return self.database_url.startswith("sqlite:")


def settings_from(environment: Mapping[str, str]) -> Settings:
    """The settings that the environment gives. Raises BadSetting, naming the variable."""
    given = {name: environment[name].strip() for name in NAMES if environment.get(name, "").strip()}
    default = Settings()
    return Settings(
        database_url=_database(given, "CAIRN_DATABASE_URL") or default.database_url,
        migrate_url=_database(given, "CAIRN_MIGRATE_URL"),
        host=given.get("CAIRN_HOST", default.host),
        port=_number(given, "CAIRN_PORT", 0, 65535, default.port),
        origins=_origins(given.get("CAIRN_ORIGINS", "")),
        feed_days=_number(given, "CAIRN_FEED_DAYS", 1, 36_500, default.feed_days),
    )


def strange_names(environment: Mapping[str, str]) -> list[str]:
    """A sentence for each CAIRN_ variable that means nothing, with what was meant, perhaps."""
    strange = (
        name
        for name in sorted(environment)
        if name.startswith(PREFIX) and name not in NAMES and not name.startswith(OF_TESTS)
    )
    return [f"{name} means nothing to Cairn.{_nearest(name)}" for name in strange]


def _nearest(name: str) -> str:
    near = get_close_matches(name, NAMES, n=1)
    return f" Did you mean {near[0]}?" if near else ""


def _database(given: Mapping[str, str], name: str) -> str | None:
    url = given.get(name)
    if url is None:
        return None
    scheme, _, rest = url.partition("://")
    if scheme == "sqlite" and rest.startswith("/") and len(rest) > 1:
        return url
    if scheme in ("postgresql", "postgres") and rest:
        return url
    raise BadSetting(f"{name} is neither sqlite:///PATH nor postgresql://USER@HOST/DATABASE.")


def _number(given: Mapping[str, str], name: str, least: int, most: int, default: int) -> int:
    text = given.get(name)
    if text is None:
        return default
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII) or not least <= int(text) <= most:
        raise BadSetting(f"{name} is {text!r}, not a number from {least} to {most}.")
    return int(text)


def _origins(text: str) -> tuple[str, ...]:
    origins = tuple(part.strip().rstrip("/").lower() for part in text.split(",") if part.strip())
    for origin in origins:
        parts = urlsplit(origin)
        if parts.scheme not in ("http", "https") or origin != f"{parts.scheme}://{parts.netloc}":
            raise BadSetting(
                f"CAIRN_ORIGINS names {origin!r}, which is not an origin such as"
                " https://app.example.com."
            )
    return origins
