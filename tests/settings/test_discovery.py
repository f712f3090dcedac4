"""Which files are read: as git and ruff have it, each once, in a fixed order; and none that could matter is lost."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import BROKEN

from codemod.cli.main import main
from codemod.cli.options import read_argv
from codemod.settings.config import Settings, settings_reader
from codemod.settings.discovery import Found, find_targets, is_excluded


def found(folder: Path, *argv: str) -> Found:
    values = read_argv(argv)
    assert values is not None
    paths = values["paths"]
    assert isinstance(paths, tuple)
    return find_targets(paths or (".",), settings_reader(values, str(folder)))


def paths(folder: Path, *argv: str) -> list[str]:
    answer = found(folder, *argv)
    assert answer.failures == ()
    return [target.path for target in answer.targets]


@pytest.fixture
def make(folder: Path) -> Callable[..., None]:
    def make(*names: str, **contents: str) -> None:
        for name in names:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("")

    return make


def git(folder: Path) -> None:
    subprocess.run(["git", "init", "-q", str(folder)], check=True)


def test_python_files_in_the_order_of_their_bytes(folder: Path, make: Callable[..., None]) -> None:
    make("b.py", "a/z.py", "a.py", "a-b.py", "B.py", "gui.pyw", "types.pyi", "notes.txt", ".hidden.py", "py")
    assert paths(folder) == [".hidden.py", "B.py", "a-b.py", "a.py", "a/z.py", "b.py", "gui.pyw"]


def test_each_file_once(folder: Path, make: Callable[..., None]) -> None:
    make("a/x.py")
    assert paths(folder, "a/x.py", ".", "a", "./a/../a/x.py", str(folder / "a")) == [str(folder / "a/x.py")]


def test_an_absolute_folder_gives_absolute_paths(folder: Path, make: Callable[..., None]) -> None:
    make("a/x.py")
    assert paths(folder, str(folder)) == [str(folder / "a/x.py")]


@pytest.mark.parametrize("name", ["node_modules", "venv", ".venv", "site-packages", "build", ".git", "__pypackages__"])
def test_the_usual_folders_are_left_out(folder: Path, make: Callable[..., None], name: str) -> None:
    make(f"{name}/x.py", f"a/{name}/x.py", "a/y.py")
    assert paths(folder) == ["a/y.py"]
    assert paths(folder, f"{name}/x.py") == [f"{name}/x.py"]
    assert paths(folder, f"{name}/x.py", "--force-exclude") == []
    assert paths(folder, name, "--force-exclude") == []


def test_gitignore_as_git_has_it(folder: Path, make: Callable[..., None]) -> None:
    git(folder)
    make("skip.py", "a/skip.py", "a/keep.py", "a/b/own.py", "a/b/x.py", "out/x.py", "secret.py", "c/out/x.py")
    (folder / ".gitignore").write_text("skip.py\n/out/\n")
    (folder / "a" / ".gitignore").write_text("!skip.py\n/b/own.py\n")
    (folder / ".git" / "info").mkdir(exist_ok=True)
    (folder / ".git" / "info" / "exclude").write_text("secret.py\n")
    assert paths(folder) == ["a/b/x.py", "a/keep.py", "a/skip.py", "c/out/x.py"]
    assert paths(folder, "a") == ["a/b/x.py", "a/keep.py", "a/skip.py"]
    assert paths(folder, "skip.py") == ["skip.py"]


def test_gitignore_above_the_folder(folder: Path, make: Callable[..., None]) -> None:
    git(folder)
    make("a/skip.py", "a/keep.py")
    (folder / ".gitignore").write_text("skip.py\n")
    assert paths(folder, "a") == ["a/keep.py"]


def test_outside_a_repository_there_is_no_gitignore(folder: Path, make: Callable[..., None]) -> None:
    make("skip.py")
    (folder / ".gitignore").write_text("skip.py\n")
    assert paths(folder) == ["skip.py"]


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        (["--exclude", "a"], ["a.py", "b/a.py", "b/c/x.py", "venv/x.py"]),
        (["--extend-exclude", "a"], ["a.py", "b/a.py", "b/c/x.py"]),
        (["--extend-exclude", "b/c"], ["a.py", "a/x.py", "b/a.py"]),
        (["--extend-exclude", "c/"], ["a.py", "a/x.py", "b/a.py"]),
        (["--extend-exclude", "b/*.py"], ["a.py", "a/x.py"]),
        (["--extend-exclude", "a.*"], ["a/x.py", "b/c/x.py"]),
        (["--extend-exclude", "**/x.py"], ["a.py", "b/a.py"]),
        (["--extend-exclude", "**/a.py"], ["a/x.py", "b/c/x.py"]),
        (["--extend-exclude", "b/**/x.py"], ["a.py", "a/x.py", "b/a.py"]),
        (["--extend-exclude", "**/b/**/a.py"], ["a.py", "a/x.py", "b/c/x.py"]),
        (["--extend-exclude", "A.PY"], ["a.py", "a/x.py", "b/a.py", "b/c/x.py"]),
    ],
)
def test_globs(folder: Path, make: Callable[..., None], argv: list[str], expected: list[str]) -> None:
    make("a.py", "a/x.py", "b/a.py", "b/c/x.py", "venv/x.py")
    assert paths(folder, *argv) == expected


def test_a_settings_file_further_down_holds_for_its_folder(folder: Path, make: Callable[..., None]) -> None:
    make("x.py", "inner/x.py", "inner/y.py")
    (folder / "inner" / "pyproject.toml").write_text('[tool.sessfix]\nextend-exclude = ["x.py"]\n')
    assert paths(folder) == ["inner/y.py", "x.py"]


def test_a_folder_with_glob_characters_in_its_name(tmp_path: Path) -> None:
    root = tmp_path / "a[b]*"
    (root / "c").mkdir(parents=True)
    values = read_argv(["--extend-exclude", "c/x.py"])
    assert values is not None
    settings = settings_reader(values, str(root))(str(root))
    assert is_excluded(str(root / "c/x.py"), settings)
    assert not is_excluded(str(root / "c/y.py"), settings)


def test_links(folder: Path, make: Callable[..., None], tmp_path: Path) -> None:
    make("a/x.py")
    (folder / "loop").symlink_to(".")
    (folder / "link.py").symlink_to("a/x.py")
    (folder / "dead.py").symlink_to("gone.py")
    os.mkfifo(folder / "pipe.py")
    (folder / "folder.py").mkdir()
    assert paths(folder) == ["a/x.py"]
    assert paths(folder, "link.py") == ["link.py"]
    assert paths(folder, "link.py", "a") == ["a/x.py"]


def test_what_is_not_there(folder: Path) -> None:
    answer = found(folder, "gone.py", "b\0.py")
    assert [(failure.path, failure.message) for failure in answer.failures] == [
        ("b\0.py", "cannot be read: no file has a name with a null byte"),
        ("gone.py", "cannot be read: No such file or directory"),
    ]


def test_names_that_are_not_utf8(folder: Path, make: Callable[..., None]) -> None:
    make("a/x.py")
    for name in (b"a/odd\xff.py", b"a/odd\xff.txt", b"\xfe/y.py"):
        path = os.path.join(os.fsencode(folder), name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb"):
            pass
    assert paths(folder) == ["a/odd\udcff.py", "a/x.py", "\udcfe/y.py"]


@pytest.mark.skipif(os.getuid() != 0, reason="needs somebody else to be")
def test_a_folder_that_may_not_be_read(
    folder: Path, make: Callable[..., None], capfd: pytest.CaptureFixture[str]
) -> None:
    make("shut/x.py", "zoo/y.py")
    for parent in (folder, *folder.parents):
        if parent.stat().st_uid == 0 and str(parent) not in ("/", "/tmp"):
            parent.chmod(0o755)
    (folder / "shut").chmod(0)
    child = os.fork()
    if not child:
        os.setuid(65534)
        answer = found(folder)
        good = [t.path for t in answer.targets] == ["zoo/y.py"]
        good = good and [(f.path, f.message) for f in answer.failures] == [
            ("shut", "cannot be read: Permission denied")
        ]
        os._exit(0 if good else 1)
    assert os.waitpid(child, 0)[1] == 0


def test_a_folder_whose_name_is_not_utf_8_is_walked(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    odd = os.fsdecode(os.fsencode(folder) + b"/\xff")
    try:
        os.makedirs(os.path.join(odd, "below"))
    except OSError:
        pytest.skip("not on this file system")
    for name in ("a.py", "below/b.py"):
        Path(odd, name).write_text(BROKEN)
    assert main(["--output-format", "concise", odd]) == 1
    assert capfdbinary.readouterr().out.count(b"SES001") == 2


def test_a_folder_that_is_shut_beside_an_odd_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff.py")).write_text(BROKEN)
    (folder / "app.py").write_text(BROKEN)
    (folder / "shut").mkdir()
    real = os.listdir

    def listdir(path: str) -> list[str]:
        if path == "shut":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "listdir", listdir)
    assert main(["--quiet"]) == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs")
def test_a_fifo_among_the_libraries_keeps_nobody_waiting(folder: Path) -> None:
    site = folder / ".venv/lib/python3.11/site-packages"
    site.mkdir(parents=True)
    os.mkfifo(site / "x.pth")
    (folder / "app.py").write_text(BROKEN)
    assert main(["--quiet"]) == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs")
def test_an_ignore_file_that_is_none_is_said(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(folder / ".gitignore")
    (folder / "app.py").write_text(BROKEN)
    assert main([]) == 2
    assert "error: .gitignore: is no regular file: nothing beside it is read\n" in capfd.readouterr().err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs")
@pytest.mark.parametrize("name", [".gitignore", ".ignore"])
def test_an_ignore_file_further_down_that_is_none_keeps_nobody_waiting(
    name: str, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / "deep/deeper").mkdir(parents=True)
    os.mkfifo(folder / "deep/deeper" / name)
    (folder / "beside").mkdir()
    (folder / "beside/app.py").write_text(BROKEN)
    assert main(["deep", "beside"]) == 2
    captured = capfd.readouterr()
    assert f"error: deep/deeper/{name}: is no regular file: nothing under deep is read\n" in captured.err
    assert "beside/app.py" in captured.out


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs")
def test_an_ignore_file_of_a_folder_that_is_left_out_is_said(folder: Path) -> None:
    """The walker reads it before it leaves the folder out."""
    (folder / "node_modules/deeper").mkdir(parents=True)
    (folder / "app.py").write_text(BROKEN)
    os.mkfifo(folder / "node_modules/deeper/.gitignore")
    assert main(["--quiet"]) == 1
    os.mkfifo(folder / "node_modules/.gitignore")
    assert main(["--quiet"]) == 2


@pytest.mark.parametrize(
    ("glob", "path", "fits"),
    [
        ("/a/**/b/**/c.py", "/a/b/c.py", True),
        ("/a/**/b/**/c.py", "/a/x/y/b/z/c.py", True),
        ("/a/**/b/**/c.py", "/a/c/b/x.py", False),
        ("/a/**/b*/**/c.py", "/a/b/bc/x/c.py", True),
        ("/a/**/*/c.py", "/a/x/c.py", True),
        ("/a/**/x", "/a/y", False),
        ("/a" + "/**/b" * 40 + "/c.py", "/a" + "/b" * 40 + "/c.py", True),
        ("/a" + "/**/b" * 40 + "/c.py", "/a" + "/b" * 39 + "/c.py", False),
    ],
)
def test_globs_with_any_number_of_folders(glob: str, path: str, fits: bool) -> None:
    settings = Settings(root="/", exclude=(), extend_exclude=(glob,))
    assert is_excluded(path, settings) == fits


def test_a_bad_configuration_costs_its_folder(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "bad").mkdir()
    (folder / "bad/pyproject.toml").write_text("[tool.sessfix]\nnope = 1\n")
    for name in ("app.py", "bad/app.py", "bad/other.py"):
        (folder / name).write_text(BROKEN)
    assert main(["--output-format", "concise"]) == 2
    captured = capfd.readouterr()
    assert captured.out.count("SES001") == 1
    assert captured.err.count("unknown setting 'nope'") == 1
    assert "error: bad: nothing in it is checked: " in captured.err
