"""What the environment says."""

import pytest

from api.settings import BadSetting, Settings, settings_from, strange_names


def test_without_any_there_are_defaults():
    assert settings_from({}) == Settings(
        database_url="sqlite:///.cairn/cairn.db",
        migrate_url=None,
        host="127.0.0.1",
        port=8000,
        origins=(),
        feed_days=90,
    )


def test_all_that_is_said_is_taken():
    said = {
        "CAIRN_DATABASE_URL": "postgresql://cairn@db/cairn",
        "CAIRN_MIGRATE_URL": "postgres://owner@db/cairn",
        "CAIRN_HOST": "0.0.0.0",
        "CAIRN_PORT": "80",
        "CAIRN_ORIGINS": " https://App.example.com/ , http://localhost:3000,",
        "CAIRN_FEED_DAYS": "7",
    }

    assert settings_from(said) == Settings(
        database_url="postgresql://cairn@db/cairn",
        migrate_url="postgres://owner@db/cairn",
        host="0.0.0.0",
        port=80,
        origins=("https://app.example.com", "http://localhost:3000"),
        feed_days=7,
    )


def test_what_is_said_empty_is_not_said():
    assert settings_from({"CAIRN_PORT": " ", "CAIRN_ORIGINS": ""}) == Settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CAIRN_DATABASE_URL", "mysql://localhost/cairn"),
        ("CAIRN_DATABASE_URL", "sqlite://"),
        ("CAIRN_DATABASE_URL", "sqlite:///"),
        ("CAIRN_DATABASE_URL", "cairn.db"),
        ("CAIRN_MIGRATE_URL", "postgresql://"),
        ("CAIRN_PORT", "http"),
        ("CAIRN_PORT", "65536"),
        ("CAIRN_PORT", "-1"),
        ("CAIRN_PORT", "٣"),
        ("CAIRN_FEED_DAYS", "0"),
        ("CAIRN_FEED_DAYS", "1.5"),
        ("CAIRN_ORIGINS", "app.example.com"),
        ("CAIRN_ORIGINS", "*"),
        ("CAIRN_ORIGINS", "https://app.example.com/path"),
        ("CAIRN_ORIGINS", "ftp://app.example.com"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_its_name(name, value):
    with pytest.raises(BadSetting, match=name):
        settings_from({name: value})


def test_a_name_that_means_nothing_is_told_with_the_nearest_that_does():
    environment = {
        "CAIRN_DATABSE_URL": "sqlite:////tmp/x.db",
        "CAIRN_XYZZY": "red",
        "CAIRN_PORT": "80",
        "CAIRN_TEST_DATABASE_URL": "postgresql://localhost",
        "PATH": "/bin",
    }

    assert strange_names(environment) == [
        "CAIRN_DATABSE_URL means nothing to Cairn. Did you mean CAIRN_DATABASE_URL?",
        "CAIRN_XYZZY means nothing to Cairn.",
    ]
