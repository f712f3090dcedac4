"""What is shipped: the wheel holds the package and nothing else, the source holds what its tests need."""

from __future__ import annotations

import ast
import email
import os
import re
import shutil
import stat
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT

import codemod
from codemod import library_names

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

PROJECT: Mapping[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
VERSION = PROJECT["project"]["version"]
# The Pythons that the tests are run on besides this one, where they are installed.
OTHERS = ("3.10", "3.12", "3.13")
SCRAPS = shutil.ignore_patterns(".git", ".*_cache", ".venv", ".hypothesis", "__pycache__", "node_modules", "dist")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the source distribution, built from a checkout where other things lie about."""
    pytest.importorskip("hatchling", reason="hatchling is not installed: it comes with the extra `test`")
    folder = tmp_path_factory.mktemp("built")
    checkout = folder / "checkout"
    shutil.copytree(ROOT, checkout, ignore=SCRAPS)
    (checkout / "notes.txt").write_text("mine")
    (checkout / ".venv").mkdir()
    (checkout / ".venv" / "pyvenv.cfg").write_text("")
    (checkout / "codemod" / "__pycache__").mkdir()
    (checkout / "codemod" / "__pycache__" / "cli.cpython-310.pyc").write_bytes(b"")
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    subprocess.run(command, cwd=checkout, check=True, capture_output=True, timeout=120)
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(built / f"sessfix-{VERSION}-py3-none-any.whl")


def below(checkout: Path, folder: str) -> set[str]:
    """The files of a folder of a checkout, named from its root."""
    paths = (path for path in (checkout / folder).rglob("*") if path.is_file())
    return {path.relative_to(checkout).as_posix() for path in paths if "__pycache__" not in path.parts}


def test_version_is_one() -> None:
    assert VERSION == codemod.VERSION


def test_wheel_holds_the_package_only(built: Path, wheel: zipfile.ZipFile) -> None:
    names = ("METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE")
    metadata = {f"sessfix-{VERSION}.dist-info/{name}" for name in names}
    extension = below(built / "checkout", "editors/vscode/extension")
    editors = {f"codemod/{name}" for name in below(built / "checkout", "editors") - extension}
    assert set(wheel.namelist()) == below(built / "checkout", "codemod") | editors | metadata
    assert "codemod/py.typed" in wheel.namelist()


def test_wheel_prints_its_editors(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    wheel.extractall(tmp_path / "installed")
    command = [sys.executable, "-m", "codemod", "--print-ide", "pycharm"]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "installed")}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=True)
    assert done.stdout == (ROOT / "editors/pycharm/sessfix.xml").read_bytes()


def test_wheel_says_what_it_is(wheel: zipfile.ZipFile) -> None:
    metadata = email.message_from_bytes(wheel.read(f"sessfix-{VERSION}.dist-info/METADATA"))
    assert (metadata["Name"], metadata["Version"], metadata["Requires-Python"]) == ("sessfix", VERSION, ">=3.10")
    assert metadata["License-Expression"] == "MIT"
    needed = [line for line in metadata.get_all("Requires-Dist", []) if "extra ==" not in line]
    assert [re.split(r"[<>=;]", line)[0] for line in needed] == ["libcst", "rignore", "tomli", "typer"]
    scripts = wheel.read(f"sessfix-{VERSION}.dist-info/entry_points.txt").decode()
    commands = ["sessfix = codemod.cli.main:run", "sessfix-lsp = codemod.server.main:run"]
    assert scripts.split("\n")[:3] == ["[console_scripts]", *commands]


def test_source_holds_what_its_tests_need(built: Path) -> None:
    with tarfile.open(built / f"sessfix-{VERSION}.tar.gz") as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
        script = archive.getmember(f"sessfix-{VERSION}/.ci/run")
    single = {".ci/run", ".gitattributes", ".gitignore", ".pre-commit-hooks.yaml", "CHANGELOG.md", "LICENSE"}
    single |= {"CONTRIBUTING.md", "SECURITY.md", "mkdocs.yml", ".ci/site.py", "PKG-INFO"}
    single |= {"action.yml", "README.md", "pyproject.toml"}
    folders = (".github", "benchmarks", "codemod", "docs", "editors", "example", "golden", "pipelines", "tests")
    assert names == single.union(*(below(built / "checkout", folder) for folder in folders))
    assert script.mode & stat.S_IXUSR


def test_ci_can_be_run() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_only_the_job_that_publishes_may_ask_for_an_identity() -> None:
    release = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_bytes())
    assert release["permissions"] == {}
    asking = {name for name, job in release["jobs"].items() if "id-token" in job["permissions"]}
    assert asking == {"publish"}
    assert [step.get("run") for step in release["jobs"]["publish"]["steps"]] == [
        None,
        None,
    ]  # nothing of ours runs there


def test_forms_of_issues_can_be_read() -> None:
    forms = [yaml.safe_load(path.read_bytes()) for path in sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml"))]
    assert len(forms) == 4
    for form in forms:
        for part in form.get("body", ()):
            assert part["type"] in ("input", "textarea")
            assert part["attributes"]["label"]


def test_change_log_has_this_version() -> None:
    versions = re.findall(r"^## \[?([\d.]+)\]?", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert versions[0] == VERSION


def test_example_is_the_first_case() -> None:
    assert (ROOT / "example/app.py").read_bytes() == (ROOT / "golden/moves/document/before.py").read_bytes()


def interpreter(version: str) -> str | None:
    """`python3.x` on the path, when it is there and runs."""
    python = shutil.which(f"python{version}")
    if python is None:
        return None
    try:
        done = subprocess.run([python, "-c", "import sys; print(sys.version_info[:2])"], capture_output=True, text=True)
    except OSError:
        return None
    major, minor = version.split(".")
    return python if done.stdout.strip() == f"({major}, {minor})" else None


@pytest.mark.slow
@pytest.mark.parametrize("version", OTHERS)
def test_passes_on_another_python(version: str, tmp_path: Path) -> None:
    python = interpreter(version)
    if python is None:
        pytest.skip(f"python{version} is not on the path")
    checkout, environment = tmp_path / "checkout", tmp_path / "environment"
    shutil.copytree(ROOT, checkout, ignore=SCRAPS)
    subprocess.run([python, "-m", "venv", environment], check=True, timeout=120)
    own = str(environment / "bin" / "python")
    install = [own, "-m", "pip", "install", "-q", "-e", f"{checkout}[test]"]
    subprocess.run(install, check=True, timeout=900)
    ours = ("PYTEST_", "COV_", "PYTHONPATH")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    tests = [own, "-m", "pytest", "-q", "-n", "2"]
    done = subprocess.run(tests, cwd=checkout, env=clean, capture_output=True, text=True, timeout=1800)
    assert done.returncode == 0, done.stdout[-5000:]


DOTTED = re.compile(r"([a-z_]\w*)\.[\w.]*")


@pytest.mark.parametrize("floor", ["interpreter", "stacks", "rules"])
def test_no_floor_of_the_analysis_says_the_name_of_a_third_party(floor: str) -> None:
    """Nor of what is in it: that is told by the tables of `library_names`."""
    packages = {name.partition(".")[0] for name in (*library_names.WEB, *library_names.KNOWN)} | library_names.PACKAGES
    own = packages - sys.stdlib_module_names - {"builtins"}
    for path in sorted((ROOT / "codemod" / floor).glob("*.py")):
        texts = [node.value for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Constant)]
        said = [match[1] for text in texts if isinstance(text, str) and (match := DOTTED.fullmatch(text))]
        assert [name for name in said if name in own] == [], path.name
        words = {
            "FastAPI",
            "Starlette",
            "BaseHTTPMiddleware",
            "SessionMiddleware",
            "AuthenticationMiddleware",
            "BaseModel",
        }
        assert [text for text in texts if text in words] == [], path.name
