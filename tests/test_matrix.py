"""Odd files and folders, as the superuser and as an ordinary user: what a run writes, what it refuses, and that it ends."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import stat
import struct
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import BROKEN, FIXED

if sys.platform == "win32":
    pytest.skip("the file systems of POSIX", allow_module_level=True)

from codemod.cli import main as cli
from codemod.engine import checking, limits
from codemod.engine.fix import fix_files
from codemod.files import access

IS_ROOT = os.getuid() == 0
NOBODY, STRANGER = 65534, 4321
APP = "app.py"


class Run(NamedTuple):
    """How a run ended, and what it said."""

    status: int
    err: str


class Case(NamedTuple):
    """A folder made odd, what a run over it is given, says (`{}` stands for the folder) and writes."""

    prepare: Callable[[Path], object]
    says: str = ""
    fixed: tuple[str, ...] = (APP,)
    argv: tuple[str, ...] = ()
    check: Callable[[Path], object] = lambda folder: None
    user: tuple[str, tuple[str, ...]] | None = None  # what is said and written when it is not the superuser


class Here:
    """What the other process does, done in this one: an ordinary user may not be able to start this interpreter."""

    def __init__(self, size: int) -> None: ...

    def call(self, limit: float, function: Callable[..., object], *arguments: object) -> object:
        """Call the function."""
        return function(*arguments)

    def close(self) -> None:
        """End nothing."""


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that anybody may write to: those of pytest are its user's."""
    path = Path(os.path.realpath(tempfile.mkdtemp()))
    path.chmod(0o777)
    monkeypatch.chdir(path)
    yield path
    for here, folders, _ in os.walk(path):
        for name in folders:
            if not os.path.islink(os.path.join(here, name)):
                os.chmod(os.path.join(here, name), 0o700)
    shutil.rmtree(path, ignore_errors=True)
    elsewhere(path).unlink(missing_ok=True)


def run_as(user: int | None, argv: list[str], folder: Path) -> Run:
    """Run the command line in a process of its own, of another user."""
    said = folder.parent / f"{folder.name}.said"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pytest-xdist has threads
        child = os.fork()
    if child == 0:
        status = 70
        with contextlib.suppress(BaseException), open(said, "w") as stream:
            os.dup2(stream.fileno(), 2)
            sys.stderr, sys.stdout = stream, open(os.devnull, "w")  # noqa: SIM115
            try:
                if user is not None:
                    os.setgroups([])
                    os.setgid(user)
                    os.setuid(user)
                limits.Checker.crew = property(Here)  # type: ignore[assignment,method-assign]
                status = cli.main(argv)
            except BaseException:
                traceback.print_exc(file=stream)
        os._exit(status)
    _, code = os.waitpid(child, 0)
    err = said.read_text(errors="replace")
    said.unlink()
    return Run(os.waitstatus_to_exitcode(code), err)


@pytest.fixture(scope="module", autouse=True)
def everything_imported() -> None:
    """What is imported while a run is on must not be looked for by a user who may not read it."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, APP)
        path.write_text(BROKEN + "\f\nx = 1\n")
        run = limits.Checker.crew
        try:
            limits.Checker.crew = property(Here)  # type: ignore[assignment,method-assign]
            assert cli.main(["--write", "--quiet", name]) == 0
            assert cli.main(["--quiet", str(Path(name, "missing.py"))]) == 2
        finally:
            limits.Checker.crew = run  # type: ignore[method-assign]


# What makes a folder odd


def write(path: Path, text: str = BROKEN) -> Path:
    if not path.parent.exists():
        path.parent.mkdir(parents=True)
        for parent in path.parents:
            if parent.parent == Path(tempfile.gettempdir()):
                break
            parent.chmod(0o777)
    path.write_text(text)
    path.chmod(0o666)
    if IS_ROOT:
        os.chown(path, NOBODY, NOBODY)
    return path


def app(folder: Path) -> Path:
    return write(folder / APP)


def link(name: str, target: str) -> Callable[[Path], None]:
    def prepare(folder: Path) -> None:
        app(folder)
        (folder / name).symlink_to(target)

    return prepare


def with_mode(mode: int) -> Case:
    def check(folder: Path) -> None:
        assert stat.S_IMODE((folder / APP).stat().st_mode) == mode

    return Case(lambda folder: app(folder).chmod(mode), check=check)


def elsewhere(folder: Path) -> Path:
    return folder.with_suffix(".py")


def outside(folder: Path) -> None:
    app(folder)
    write(elsewhere(folder))
    (folder / "link.py").symlink_to(elsewhere(folder))


def is_as_it_was(folder: Path) -> None:
    assert elsewhere(folder).read_text() == BROKEN


def with_fifo(folder: Path) -> None:
    app(folder)
    os.mkfifo(folder / "pipe.py")


def bound_socket(folder: Path) -> None:
    app(folder)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.py")


def access_list(*entries: tuple[int, int, int]) -> bytes:
    """A POSIX access list as the attribute holds it: kind, rights and number of each entry."""
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


ANYBODY = 0xFFFFFFFF
ACL = access_list((1, 6, ANYBODY), (2, 6, 1234), (4, 4, ANYBODY), (16, 6, ANYBODY), (32, 4, ANYBODY))


def with_attribute(name: str, value: bytes) -> Case:
    def prepare(folder: Path) -> None:
        path = app(folder)
        try:
            os.setxattr(path, name, value)
        except (OSError, AttributeError):
            pytest.skip("not on this file system")

    def check(folder: Path) -> None:
        assert os.getxattr(folder / APP, name) == value

    return Case(prepare, check=check)


def in_a_folder_with_a_default_list(folder: Path) -> None:
    path = app(folder)
    try:
        os.setxattr(folder, "system.posix_acl_default", ACL)
    except (OSError, AttributeError):
        pytest.skip("not on this file system")
    assert "system.posix_acl_access" not in os.listxattr(path)


def has_no_list(folder: Path) -> None:
    assert "system.posix_acl_access" not in os.listxattr(folder / APP)


def owned_by_a_stranger(folder: Path) -> None:
    path = app(folder)
    if IS_ROOT:
        os.chown(path, STRANGER, STRANGER)


def still_owned(folder: Path) -> None:
    status = (folder / APP).stat()
    assert not IS_ROOT or (status.st_uid, status.st_gid) == (STRANGER, STRANGER)


def in_a_folder_of_mode(mode: int) -> Callable[[Path], None]:
    def prepare(folder: Path) -> None:
        write(folder / "shut" / APP)
        (folder / "shut").chmod(mode)

    return prepare


def odd_names(folder: Path) -> None:
    for name in ODD_NAMES:
        write(folder / name)


def very_deep(folder: Path) -> None:
    """A path as long as the system takes: longer ones cannot even be opened."""
    path = str(folder)
    while len(path) + 206 < 4_080:
        path = os.path.join(path, "d" * 200)
    write(Path(path, APP))
    write(folder / "d.py")


def leftovers(folder: Path) -> None:
    app(folder)
    for name, age in (("old", 4000), ("new", 0)):
        path = write(folder / f".sessfix-1-{name}.tmp", "left over")
        os.utime(path, (time.time() - age,) * 2)
    (folder / ".sessfix-2.tmp").symlink_to("nowhere")


def only_the_old_are_gone(folder: Path) -> None:
    assert sorted(os.listdir(folder)) == [".sessfix-1-new.tmp", ".sessfix-2.tmp", APP]


ODD_NAMES = ("new\nline.py", "esc\x1b[31m.py", "-dash.py", "spa ce.py", "\udcff.py", "[x]*.py", "n" * 250 + ".py")
REFUSED = "error: {}: not written: "
CASES = {
    "a plain file": Case(app),
    "a link beside its target": Case(link("link.py", APP)),
    "a link that is named": Case(link("link.py", APP), argv=("link.py",), check=lambda folder: os.readlink("link.py")),
    "a link out of the folder": Case(
        outside,
        "error: link.py: not written: it is a link to {}.py, outside of the folders that were given",
        argv=(APP, "link.py"),
        check=is_as_it_was,
    ),
    "a link to a folder": Case(link("again", ".")),
    "a link to itself": Case(link("loop.py", "loop.py")),
    "a link to itself that is named": Case(
        link("loop.py", "loop.py"),
        "error: loop.py: cannot be read: Too many levels of symbolic links",
        argv=(APP, "loop.py"),
    ),
    "a link to nowhere": Case(link("link.py", "nowhere.py")),
    "a hard link": Case(
        lambda folder: os.link(app(folder), folder / "b.txt"),
        "error: app.py: not written: it has several names (hard links), and replacing it would part them",
        (),
    ),
    "a FIFO": Case(with_fifo),
    "a FIFO that is named": Case(
        with_fifo,
        "error: pipe.py: is a FIFO, not a file",
        argv=(APP, "pipe.py"),
    ),
    "a socket": Case(bound_socket),
    "a socket that is named": Case(bound_socket, "error: socket.py: is a socket, not a file", argv=(APP, "socket.py")),
    "a device": Case(app, "error: /dev/zero: is a device, not a file", argv=(APP, "/dev/zero")),
    "a folder with the name of a file": Case(
        lambda folder: write(folder / "x.py" / APP), fixed=("x.py/app.py",), argv=("x.py",)
    ),
    "a program": with_mode(0o777),
    "a private file": with_mode(0o600),
    "a read-only file": Case(
        lambda folder: app(folder).chmod(0o444), "error: app.py: not written: it is read-only", ()
    ),
    "a file that nobody may read": Case(
        lambda folder: app(folder).chmod(0),
        "error: app.py: not written: it is read-only",
        (),
        user=("error: app.py: cannot be read: Permission denied", ()),
    ),
    "an access list": with_attribute("system.posix_acl_access", ACL),
    "an access list of the folder": Case(in_a_folder_with_a_default_list, check=has_no_list),
    "an attribute": with_attribute("user.note", b"mine"),
    "a file of somebody else": Case(
        owned_by_a_stranger,
        check=still_owned,
        user=("error: app.py: not written: its owner cannot be kept: Operation not permitted", ()) if IS_ROOT else None,
    ),
    "a read-only folder": Case(
        in_a_folder_of_mode(0o555),
        fixed=("shut/app.py",),
        user=("error: shut/app.py: not written: Permission denied", ()),
    ),
    "a folder that nobody may read": Case(
        in_a_folder_of_mode(0), fixed=("shut/app.py",), user=("error: shut: cannot be read: Permission denied", ())
    ),
    "odd names": Case(odd_names, fixed=ODD_NAMES),
    "a very long path": Case(very_deep, fixed=("d.py",)),
    "left-over files": Case(leftovers, check=only_the_old_are_gone),
    "a file that is gone": Case(
        app, "error: gone.py: cannot be read: No such file or directory", argv=(APP, "gone.py")
    ),
    "an installed library": Case(
        lambda folder: (app(folder), write(folder / "site-packages" / "lib.py")),
        "error: site-packages/lib.py: not written: it belongs to an installed library",
        argv=(APP, "site-packages/lib.py"),
    ),
}
USERS = [pytest.param(None, id="as I am"), pytest.param(NOBODY, id="as nobody")]


@pytest.mark.parametrize("user", USERS if IS_ROOT else USERS[:1])
@pytest.mark.parametrize("name", CASES)
def test_the_case(name: str, user: int | None, folder: Path) -> None:
    case = CASES[name]
    if IS_ROOT and user is not None:
        os.chown(folder, user, user)
    case.prepare(folder)
    is_superuser = IS_ROOT and user is None
    says, fixed = (case.says, case.fixed) if is_superuser or case.user is None else case.user
    run = run_as(user, ["--write", "--quiet", *case.argv], folder)
    assert run.err == (says.replace("{}", str(folder)) + "\n" if says else "")
    assert run.status == (2 if says else 0)
    restore(folder)
    for name in fixed:
        assert (folder / name).read_text() == FIXED
    case.check(folder)
    assert set(contents(folder)) <= {BROKEN, FIXED, "left over"}
    assert contents(folder).count(FIXED) >= len(fixed)


def restore(folder: Path) -> None:
    if (folder / "shut").exists():
        (folder / "shut").chmod(0o700)


def contents(folder: Path) -> list[str]:
    found = []
    for here, _, names in os.walk(folder):
        for name in names:
            path = Path(here, name)
            if stat.S_ISREG(path.lstat().st_mode):
                found.append(path.read_text())
    return found


@pytest.mark.parametrize("how", ["edited", "gone", "a link now"])
def test_a_file_that_changes_meanwhile(how: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = app(folder)
    write(folder / "other.txt", "other")
    real = fix_files

    def meanwhile(*arguments: object) -> object:
        result = real(*arguments)  # type: ignore[arg-type]
        if how == "edited":
            path.write_text("saved = True\n")
        else:
            path.unlink()
        if how == "a link now":
            path.symlink_to("other.txt")
        return result

    monkeypatch.setattr(checking, "fix_files", meanwhile)
    run = run_as(None, ["--write", "--quiet"], folder)
    why = "No such file or directory" if how == "gone" else "it was changed meanwhile"
    assert run == Run(2, f"error: app.py: not written: {why}\n")
    assert "left over" not in contents(folder)
    assert [name for name in os.listdir(folder) if name.startswith(access.PREFIX)] == []
    assert how == "gone" or path.read_text() == ("other" if how == "a link now" else "saved = True\n")
