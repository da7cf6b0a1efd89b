"""What stands around the code says the same as the code: image, compose file, pins, make."""

import os
import re
import stat
import subprocess
import tomllib
from pathlib import Path

import click
import pytest
from ruamel.yaml import YAML

from tests.dockerfile import Instruction, instructions, words_of

ROOT = Path(__file__).parent.parent
IMAGE = instructions(ROOT / "Dockerfile")
COMPOSE = YAML(typ="safe", pure=True).load(ROOT / "docker-compose.yml")
SERVICES = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if "build" in service}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
REQUIREMENTS = sorted((ROOT / "requirements").glob("*.txt"))
INSTALLATIONS = re.compile(r"pip(?:[ \w-]*)? install (.*?)(?= && |$)")


def pins(file: Path) -> list[str]:
    """Each requirement of a file with all that belongs to it, on one line."""
    joined = file.read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in joined.splitlines() if line and not line.startswith("#")]


def pinned(file: Path) -> dict[str, str]:
    return dict(pin.split()[0].split("==") for pin in pins(file))


def environment_of(service: dict) -> dict[str, str]:
    return service.get("environment", {})


def understood(command: list[str]) -> str | None:
    """What the `cairn` command would object to in these words."""
    # Here, so that a command that cannot be imported hides nothing else that is checked.
    from api.__main__ import main

    name, *arguments = command
    context = click.Context(main, info_name="cairn")
    found = main.get_command(context, name)
    if found is None:
        return f"there is no `cairn {name}`"
    try:
        found.make_context(name, arguments, parent=context)
    except click.UsageError as objection:
        return f"cairn {name}: {objection.format_message()}"
    return None


def documented_environment() -> set[str]:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    return set(re.findall(r"^\| `(CAIRN_\w+)`", readme, flags=re.MULTILINE))


def stages() -> set[str]:
    return {words[2] for words in (step.words for step in IMAGE if step.name == "FROM")}


# Pins


@pytest.mark.parametrize("file", REQUIREMENTS, ids=lambda file: file.name)
def test_every_requirement_is_one_version_with_hashes(file):
    loose = [
        pin
        for pin in pins(file)
        if not re.fullmatch(r"[a-z0-9.-]+==[\w.]+( ; [^-]*)?( +--hash=sha256:[0-9a-f]{64})+", pin)
    ]

    assert loose == []


@pytest.mark.parametrize("file", REQUIREMENTS, ids=lambda file: file.name)
def test_no_requirement_file_says_where_to_download_from(file):
    text = file.read_text(encoding="utf-8")

    assert re.findall(r"://|--(?:extra-)?index|--find-links|@ |file:|/\w+/", text) == []


def test_what_runs_is_what_is_tested():
    run, dev = (pinned(ROOT / "requirements" / name) for name in ("run.txt", "dev.txt"))

    assert {name: dev.get(name) for name in run} == run


def test_what_the_project_asks_for_is_pinned():
    groups = {"run": PROJECT["project"]["dependencies"], **PROJECT["dependency-groups"]}

    missing = [
        name
        for group, asked in groups.items()
        for name in (re.split(r"[\[><=]", one)[0].replace(".", "-") for one in asked)
        if name not in pinned(ROOT / "requirements" / f"{group}.txt")
    ]

    assert missing == []


# The image


def test_what_the_image_copies_exists_and_reaches_the_builder():
    sent = {
        line.removeprefix("!")
        for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
        if line.startswith("!")
    }
    copied = [
        source
        for step in IMAGE
        if step.name == "COPY" and "from" not in step.flags
        for source in step.words[:-1]
    ]

    missing = [source for source in copied if not (ROOT / source).exists()]
    unsent = [source for source in copied if source.split("/")[0] not in sent]

    assert (missing, unsent) == ([], [])


def test_the_image_has_every_package_that_the_project_is():
    copied = {word.rstrip("/") for step in IMAGE if step.name == "COPY" for word in step.words}

    assert set(PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]) <= copied


def test_what_one_stage_takes_from_another_was_made_there():
    taken = {step.flags["from"] for step in IMAGE if step.name == "COPY" and "from" in step.flags}

    assert taken <= stages()


def test_the_image_installs_pinned_wheels_and_then_only_what_it_built():
    installed = [
        arguments
        for step in IMAGE
        if step.name == "RUN"
        for arguments in INSTALLATIONS.findall(step.text)
    ]

    assert installed == [
        "--require-hashes --only-binary :all: -r requirements/build.txt",
        "--require-hashes --only-binary :all: -r requirements/run.txt",
        "--no-deps --no-index dist/*.whl",
    ]


def test_the_image_serves_as_a_user_of_its_own():
    names = [step.name for step in IMAGE]
    user = next(step for step in IMAGE if step.name == "USER")

    assert user == Instruction("USER", "cairn")
    assert names.index("USER") < names.index("ENTRYPOINT")


def test_the_image_starts_a_command_that_exists_and_asks_whether_it_is_ready():
    said = {step.name: step.text for step in IMAGE}

    assert words_of(said["ENTRYPOINT"]) == ("cairn",)
    assert understood(list(words_of(said["CMD"]))) is None
    assert "/readyz" in said["HEALTHCHECK"]


def test_the_image_runs_on_a_python_that_the_project_allows():
    least = PROJECT["project"]["requires-python"].removeprefix(">=").split(".")
    bases = [step.words[0] for step in IMAGE if step.name == "FROM"]

    versions = [re.fullmatch(r"python:(\d+)\.(\d+)-slim-\w+", base).groups() for base in bases]

    assert all(tuple(map(int, version)) >= tuple(map(int, least)) for version in versions)


def test_the_image_is_told_only_what_is_documented():
    told = {
        name
        for step in IMAGE
        if step.name == "ENV"
        for name in (word.split("=")[0] for word in step.words)
        if name.startswith("CAIRN_")
    }

    assert told <= documented_environment()


# The compose file


def test_every_service_runs_a_tagged_image():
    images = [service["image"] for service in SERVICES.values()]

    assert [image for image in images if not re.fullmatch(r"[\w./-]+:\d[\w.-]*", image)] == []


def test_our_services_carry_the_version_of_the_project():
    tags = {service["image"] for service in OURS.values()}

    assert tags == {f"cairn:{PROJECT['project']['version']}"}


@pytest.mark.parametrize("name", OURS)
def test_a_service_says_a_command_that_exists(name):
    assert understood(OURS[name]["command"]) is None


@pytest.mark.parametrize("name", OURS)
def test_a_service_is_told_only_what_is_documented(name):
    assert set(environment_of(OURS[name])) <= documented_environment()


def test_only_migrations_know_the_owner_of_the_tables():
    owner = SERVICES["postgres"]["environment"]["POSTGRES_USER"]

    told = {
        name: {key for key, value in environment_of(service).items() if f"//{owner}:" in value}
        for name, service in OURS.items()
    }

    assert told == {"migrate": {"CAIRN_MIGRATE_URL"}, "server": set(), "worker": set()}


def test_the_servers_role_is_made_before_anything_starts():
    roles = COMPOSE["configs"]["roles"]["content"]
    urls = {environment_of(service)["CAIRN_DATABASE_URL"] for service in OURS.values()}

    (url,) = urls
    role, password = re.match(r"postgresql://(\w+):(\$\{.*?\})@postgres:5432/cairn$", url).groups()

    assert f"CREATE ROLE {role} LOGIN PASSWORD '{password}';" in roles
    assert [one["source"] for one in SERVICES["postgres"]["configs"]] == ["roles"]


def test_services_wait_for_what_they_need():
    waits = {
        name: {other: how["condition"] for other, how in service.get("depends_on", {}).items()}
        for name, service in SERVICES.items()
    }

    assert waits == {
        "postgres": {},
        "migrate": {"postgres": "service_healthy"},
        "server": {"migrate": "service_completed_successfully"},
        "worker": {"migrate": "service_completed_successfully"},
    }


def test_what_is_waited_for_as_healthy_has_a_health_check():
    awaited = {
        other
        for service in SERVICES.values()
        for other, how in service.get("depends_on", {}).items()
        if how["condition"] == "service_healthy"
    }

    assert [name for name in awaited if "test" not in SERVICES[name].get("healthcheck", {})] == []


def test_volumes_and_configs_that_are_used_are_declared():
    volumes = {
        volume.split(":")[0]
        for service in SERVICES.values()
        for volume in service.get("volumes", [])
    }
    configs = {one["source"] for service in SERVICES.values() for one in service.get("configs", [])}

    assert (volumes, configs) == (set(COMPOSE["volumes"]), set(COMPOSE["configs"]))


# Make


def targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.search(r"^\.PHONY: (.*)$", makefile, flags=re.MULTILINE).group(1).split())


def test_the_makefile_has_every_target_that_is_spoken_of():
    spoken = {
        target
        for file in ("README.md", ".ci/run", "requirements/run.txt")
        for target in re.findall(
            r"(?<=make )(\w+)\b(?!=)|^make (\w+)",
            "\n".join(
                line
                for line in (ROOT / file).read_text(encoding="utf-8").splitlines()
                if re.search(r"^#? *make \w+|`make \w+", line)
            ),
            flags=re.MULTILINE,
        )
        for target in target
        if target
    }

    assert {"run", "test", "check", "bench", "schema", "outside"} <= targets()
    assert spoken <= targets()


def test_every_target_can_be_planned():
    planned = {
        target: subprocess.run(
            ["make", "--dry-run", "--no-print-directory", target],
            cwd=ROOT,
            env={name: value for name, value in os.environ.items() if not name.startswith("MAKE")},
            capture_output=True,
            check=False,
        ).returncode
        for target in sorted(targets())
    }

    assert planned == dict.fromkeys(sorted(targets()), 0)


def test_continuous_integration_can_be_run():
    script = ROOT / ".ci" / "run"
    made = re.findall(r"^make (\w+)$", script.read_text(encoding="utf-8"), flags=re.MULTILINE)

    assert made == ["check", "test", "outside"]
    assert script.stat().st_mode & stat.S_IXUSR
