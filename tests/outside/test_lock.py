import json
from pathlib import Path

HERE = Path(__file__).parent
LOCK = json.loads((HERE / "package-lock.json").read_text(encoding="utf-8"))
INSTALLED = {name: package for name, package in LOCK["packages"].items() if name}


def test_every_package_is_one_version_with_a_hash_and_without_an_address():
    loose = [
        name
        for name, package in INSTALLED.items()
        if not package["integrity"].startswith("sha512-") or "resolved" in package
    ]

    assert loose == []


def test_nothing_that_is_installed_runs_anything_while_it_is():
    assert [name for name, package in INSTALLED.items() if "hasInstallScript" in package] == []


def test_what_is_asked_for_is_pinned_and_locked():
    asked = json.loads((HERE / "package.json").read_text(encoding="utf-8"))["dependencies"]

    assert {name: LOCK["packages"][f"node_modules/{name}"]["version"] for name in asked} == asked
