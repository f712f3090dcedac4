"""Reading never hangs; a file is at every moment wholly old or wholly new, and keeps what it had."""

from __future__ import annotations

import errno
import os
import socket
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from codemod.files import access
from codemod.files.access import Failure, read_file, replace_file

OLD, NEW = b"old\r\n", b"new\x00\n"


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "app.py"
    path.write_bytes(OLD)
    return path


def names(target: Path) -> list[str]:
    return sorted(os.listdir(target.parent))


def refusal(path: Path, before: bytes = OLD) -> str:
    """Why a file is not replaced; nothing may be left behind."""
    listed = names(path)
    failure = replace_file(str(path), before, NEW)
    assert failure is not None
    assert failure.path == str(path)
    assert names(path) == listed
    return failure.message


def test_a_file_is_read(target: Path) -> None:
    assert read_file(str(target)) == OLD


def odd(tmp_path: Path, kind: str) -> Path:
    path = tmp_path / "odd.py"
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as server:
            os.chdir(tmp_path)
            server.bind("odd.py")
    elif kind == "loop":
        path.symlink_to(path)
    elif kind == "large":
        path.write_bytes(b"#" * (access.MAX_SOURCE + 1))
    return path


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("fifo", "is a FIFO, not a file"),
        ("socket", "is a socket, not a file"),
        ("folder", "is a folder, not a file"),
        ("loop", "cannot be read: Too many levels of symbolic links"),
        ("large", "larger than 2 MiB, not checked"),
        ("missing", "cannot be read: No such file or directory"),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, kind: str, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = str(odd(tmp_path, kind))
    assert read_file(path) == Failure(path, message)


def test_a_device_is_refused_before_it_is_opened() -> None:
    assert read_file("/dev/zero") == Failure("/dev/zero", "is a device, not a file")


def test_a_name_with_a_null_byte() -> None:
    failure = read_file("a\0.py")
    assert isinstance(failure, Failure)
    assert failure.message == "cannot be read: no file has a name with a null byte"


def test_a_file_of_two_mebibytes_is_read(tmp_path: Path) -> None:
    path = tmp_path / "big.py"
    path.write_bytes(b"#" * access.MAX_SOURCE)
    assert read_file(str(path)) == path.read_bytes()


def test_a_file_is_replaced(target: Path) -> None:
    inode = target.stat().st_ino
    assert replace_file(str(target), OLD, NEW) is None
    assert target.read_bytes() == NEW
    assert target.stat().st_ino != inode
    assert names(target) == ["app.py"]


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755, 0o4755, 0o664])
def test_the_mode_stays(target: Path, mode: int) -> None:
    target.chmod(mode)
    assert replace_file(str(target), OLD, NEW) is None
    assert stat.S_IMODE(target.stat().st_mode) == mode


@pytest.mark.skipif(os.getuid() != 0, reason="only the superuser gives files away")
def test_the_owner_stays(target: Path) -> None:
    os.chown(target, 1234, 4321)
    assert replace_file(str(target), OLD, NEW) is None
    assert (target.stat().st_uid, target.stat().st_gid) == (1234, 4321)


def test_an_owner_that_cannot_be_kept(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, mine = os.fstat, os.getuid()

    def other(descriptor: int) -> os.stat_result:
        status = real(descriptor)
        # The temporary file, which is open for writing, seems to be somebody else's.
        written = os.lseek(descriptor, 0, os.SEEK_CUR) == len(NEW)
        return os.stat_result((*status[:4], mine + 1, *status[5:])) if written else status

    monkeypatch.setattr(os, "fstat", other)
    monkeypatch.setattr(os, "fchown", failing(errno.EPERM))
    assert refusal(target) == "not written: its owner cannot be kept: Operation not permitted"


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="no extended attributes here")
def test_extended_attributes_stay(target: Path) -> None:
    try:
        os.setxattr(target, "user.note", b"mine")
    except OSError:
        pytest.skip("not on this file system")
    assert replace_file(str(target), OLD, NEW) is None
    assert os.getxattr(target, "user.note") == b"mine"


def test_an_attribute_that_cannot_be_kept(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "listxattr", lambda path: ["user.note"], raising=False)
    monkeypatch.setattr(os, "getxattr", lambda path, name: b"", raising=False)
    monkeypatch.setattr(os, "setxattr", failing(errno.EPERM), raising=False)
    assert refusal(target) == "not written: its attribute user.note cannot be kept: Operation not permitted"


def test_a_file_system_without_attributes(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "listxattr", failing(errno.ENOTSUP), raising=False)
    assert replace_file(str(target), OLD, NEW) is None


def test_a_system_without_attributes(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "listxattr", raising=False)
    assert replace_file(str(target), OLD, NEW) is None


def test_a_symlink_stays_and_its_target_is_written(target: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.py"
    link.symlink_to("app.py")
    assert replace_file(str(link), OLD, NEW) is None
    assert os.readlink(link) == "app.py"
    assert target.read_bytes() == NEW


def test_a_hard_link_is_refused(target: Path, tmp_path: Path) -> None:
    os.link(target, tmp_path / "second.py")
    assert "several names (hard links)" in refusal(target)


def test_a_read_only_file_is_refused(target: Path) -> None:
    target.chmod(0o444)
    assert refusal(target) == "not written: it is read-only"


def test_a_file_of_somebody_else_is_refused(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert refusal(target) == "not written: it is read-only"


def test_a_file_that_a_link_leads_to_outside_is_refused(target: Path, tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    link = tmp_path / "project" / "link.py"
    link.symlink_to(target)
    roots = [str(tmp_path / "project")]
    why = f"not written: it is a link to {target}, outside of the folders that were given"
    assert replace_file(str(link), OLD, NEW, roots) == Failure(str(link), why)
    assert replace_file(str(link), OLD, NEW, [*roots, str(tmp_path)]) is None
    assert replace_file(str(target), NEW, OLD, ["/"]) is None


@pytest.mark.parametrize("name", ["site-packages", "dist-packages"])
def test_an_installed_library_is_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / name / "library" / "app.py"
    path.parent.mkdir(parents=True)
    path.write_bytes(OLD)
    assert refusal(path) == "not written: it belongs to an installed library"


def test_the_standard_library_is_refused() -> None:
    assert refusal(Path(os.__file__)) == "not written: it belongs to an installed library"


def test_the_access_list_of_the_folder_is_not_taken(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    removed: list[str] = []
    name = "system.posix_acl_access"
    monkeypatch.setattr(os, "listxattr", lambda path: [name] if isinstance(path, int) else [], raising=False)
    monkeypatch.setattr(os, "removexattr", lambda path, name: removed.append(name), raising=False)
    assert replace_file(str(target), OLD, NEW) is None
    assert removed == [name]


def test_what_is_left_over_is_removed_after_an_hour(target: Path) -> None:
    for name, age in (("old", 4000), ("new", 10)):
        path = target.with_name(f".sessfix-{name}.tmp")
        path.write_bytes(b"")
        os.utime(path, (path.stat().st_mtime - age,) * 2)
    target.with_name(".sessfix-link.tmp").symlink_to("app.py")
    target.with_name(".sessfix-folder.tmp").mkdir()
    assert replace_file(str(target), OLD, NEW) is None
    assert names(target) == [".sessfix-folder.tmp", ".sessfix-link.tmp", ".sessfix-new.tmp", "app.py"]


def test_a_folder_that_cannot_be_listed_is_no_failure(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "scandir", failing(errno.EACCES))
    assert replace_file(str(target), OLD, NEW) is None
    assert target.read_bytes() == NEW


def test_a_file_that_holds_what_was_written(target: Path) -> None:
    assert access.holds(str(target), OLD)
    assert not access.holds(str(target), NEW)
    assert not access.holds(str(target.with_name("gone.py")), OLD)


def test_a_fifo_is_refused(tmp_path: Path) -> None:
    assert refusal(odd(tmp_path, "fifo")) == "not written: is a FIFO, not a file"


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    assert refusal(tmp_path / "gone.py") == "not written: No such file or directory"


def test_a_file_that_changed_before(target: Path) -> None:
    assert refusal(target, before=b"other") == "not written: it was changed meanwhile"
    assert target.read_bytes() == OLD


def test_a_file_that_changes_while_it_is_written(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda descriptor: target.write_bytes(b"saved by an editor"))
    assert refusal(target) == "not written: it was changed meanwhile"
    assert target.read_bytes() == b"saved by an editor"


def test_a_file_that_is_swapped_for_its_twin_while_it_is_written(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def swap(descriptor: int) -> None:
        twin = target.with_name("twin.py")
        twin.write_bytes(OLD)
        twin.replace(target)

    monkeypatch.setattr(os, "fsync", swap)
    assert refusal(target) == "not written: it was changed meanwhile"


def failing(number: int) -> Callable[..., None]:
    def fail(*args: object, **options: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


@pytest.mark.parametrize("step", ["fchmod", "fsync", "replace"])
def test_an_error_in_any_step_leaves_the_old_file_alone(
    target: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, step, failing(errno.ENOSPC))
    assert refusal(target) == "not written: No space left on device"
    assert target.read_bytes() == OLD


def test_a_folder_where_nothing_can_be_created(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.open
    monkeypatch.setattr(
        os,
        "open",
        lambda path, flags, *rest: failing(errno.EACCES)() if flags & os.O_CREAT else real(path, flags, *rest),
    )
    assert refusal(target) == "not written: Permission denied"


def test_an_interrupt_leaves_no_temporary_file(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        replace_file(str(target), OLD, NEW)
    assert names(target) == ["app.py"]
    assert target.read_bytes() == OLD


def test_a_folder_that_cannot_be_synced_is_no_failure(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fsync
    monkeypatch.setattr(os, "fsync", lambda number: failing(errno.EINVAL)() if is_folder(number) else real(number))
    assert replace_file(str(target), OLD, NEW) is None


def test_a_folder_that_cannot_be_opened_is_no_failure(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.open
    monkeypatch.setattr(
        os, "open", lambda path, *rest: failing(errno.EACCES)() if os.path.isdir(path) else real(path, *rest)
    )
    assert replace_file(str(target), OLD, NEW) is None
    assert target.read_bytes() == NEW


def is_folder(descriptor: int) -> bool:
    return stat.S_ISDIR(os.fstat(descriptor).st_mode)


def test_a_mode_that_is_lost_without_an_error(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fchmod
    target.chmod(0o2755)
    monkeypatch.setattr(os, "fchmod", lambda descriptor, mode: real(descriptor, mode & 0o777))
    assert refusal(target) == "not written: its mode cannot be kept"
    assert stat.S_IMODE(target.stat().st_mode) == 0o2755
