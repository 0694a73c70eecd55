"""pyproject.toml, environment.yml and requirements.lock say the same."""

import re
import tomllib

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

from book import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def requirements(lines):
    """Return {(name, marker): Requirement}."""
    found = [Requirement(line) for line in lines]
    return {(canonicalize_name(r.name), str(r.marker or "")): r for r in found}


RUNTIME = requirements(PROJECT["dependencies"])
EXTRAS = {name: requirements(lines) for name, lines in PROJECT["optional-dependencies"].items()}
DECLARED = RUNTIME | EXTRAS["notebooks"] | EXTRAS["book"]
UNLOCKED = EXTRAS["evidence"]  # recording evidence on several workers, which few ever do
CONDA = [entry for entry in ENVIRONMENT["dependencies"] if isinstance(entry, str)]
(PIP,) = (entry["pip"] for entry in ENVIRONMENT["dependencies"] if isinstance(entry, dict))
OFFERED = requirements(line for line in PIP if not line.startswith("-"))


def locked():
    """Return {name: [(requirement, hashes), …]}: one entry per line of the lock."""
    found = {}
    text = re.sub(r"^\s*#.*\n", "", LOCK, flags=re.MULTILINE).replace("\\\n", " ")
    for line in text.splitlines():
        if line.strip():
            specification, *options = line.split(" --")
            requirement = Requirement(specification.strip())
            entry = requirement, [option.strip() for option in options]
            found.setdefault(canonicalize_name(requirement.name), []).append(entry)
    return found


LOCKED = locked()


def names(keys):
    return [" ".join(filter(None, key)) for key in keys]


class TestEnvironmentFile:
    @pytest.mark.parametrize("key", OFFERED, ids=names(OFFERED))
    def test_what_it_installs_is_declared_with_the_same_versions(self, key):
        assert key in DECLARED
        assert OFFERED[key].specifier == DECLARED[key].specifier
        assert OFFERED[key].extras == DECLARED[key].extras

    def test_it_installs_all_that_a_reader_needs(self):
        assert not set(RUNTIME | EXTRAS["notebooks"]) - set(OFFERED)

    def test_it_installs_nothing_twice_and_the_package_itself(self):
        assert len(OFFERED) == len(PIP) - 1 and PIP[-1] == "-e ."
        assert ENVIRONMENT["name"] == PROJECT["name"]

    def test_its_python_is_one_the_package_supports(self):
        (python,) = (entry for entry in CONDA if re.match(r"python\b", entry))
        version = python.split("=")[1]
        assert re.fullmatch(r"3\.\d+", version)
        assert SpecifierSet(PROJECT["requires-python"]).contains(f"{version}.0")


class TestDeclared:
    def test_nothing_is_declared_twice(self):
        lists = [PROJECT["dependencies"], *PROJECT["optional-dependencies"].values()]
        assert len(set(RUNTIME).union(*EXTRAS.values())) == sum(map(len, lists))

    @pytest.mark.parametrize("where", [DECLARED, OFFERED], ids=["pyproject", "environment"])
    def test_jupyter_book_stays_below_two(self, where):
        specifier = where["jupyter-book", ""].specifier
        assert specifier.contains("1.0.4") and not specifier.contains("2.0.0")
        assert not specifier.contains("2.1.0b1", prereleases=True)

    @pytest.mark.parametrize("key", DECLARED | UNLOCKED, ids=names(DECLARED | UNLOCKED))
    def test_every_requirement_has_a_lower_bound(self, key):
        operators = {specifier.operator for specifier in (DECLARED | UNLOCKED)[key].specifier}
        assert operators & {">=", "==", "~="}


class TestLock:
    @pytest.mark.parametrize("key", DECLARED, ids=names(DECLARED))
    def test_locked_versions_satisfy_what_is_declared(self, key):
        name, _ = key
        assert name in LOCKED
        for requirement, _ in LOCKED[name]:
            (pin,) = requirement.specifier
            assert DECLARED[key].specifier.contains(pin.version, prereleases=True)

    def test_every_requirement_is_pinned_with_hashes(self):
        assert len(LOCKED) > 50
        for name, entries in LOCKED.items():
            for requirement, hashes in entries:
                assert requirement.url is None, name
                (pin,) = requirement.specifier
                assert pin.operator == "==" and Version(pin.version), name
                assert hashes and all(
                    re.fullmatch("hash=sha256:[0-9a-f]{64}", h) for h in hashes
                ), name

    def test_platform_decides_between_the_two_builds_of_tensorflow(self):
        linux = {"sys_platform": "linux", "platform_machine": "x86_64"}
        mac = {"sys_platform": "darwin", "platform_machine": "arm64"}
        windows = {"sys_platform": "win32", "platform_machine": "AMD64"}
        for where in (DECLARED, OFFERED):
            for platform, build in (
                (linux, "tensorflow-cpu"),
                (mac, "tensorflow"),
                (windows, "tensorflow"),
            ):
                chosen = [
                    name
                    for (name, _), r in where.items()
                    if name.startswith("tensorflow") and r.marker.evaluate(platform)
                ]
                assert chosen == [build]
                (requirement, _), *_ = LOCKED[build]
                assert requirement.marker is None or requirement.marker.evaluate(platform)


@pytest.mark.parametrize("name", ["requirements.lock", "environment.yml"])
def test_no_index_address_is_written_down(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.findall(r"://|index-url|find-links|trusted-host|git\+|file:", text)
