"""Reads files so that nothing hangs, and replaces them so that each is at every moment wholly old or wholly new."""

from __future__ import annotations

import os
import stat
import time

from codemod.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_SOURCE = 2 * 1024 * 1024
TOO_LARGE = f"larger than {MAX_SOURCE // 1024 // 1024} MiB, not checked"
NO_NAME = "cannot be read: no file has a name with a null byte"  # each CPython says it in other words
PREFIX, SUFFIX = ".sessfix-", ".tmp"
# Not on every system: Windows has none of them, and needs O_BINARY.
_OPEN = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
_CREATE = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0) | _NOFOLLOW
_ACCESS_LIST = "system.posix_acl_access"
LEFT_ALONE = 3600.0  # seconds: a temporary file that is younger may be another run's


class Failure(NamedTuple):
    """A file that could not be read or written, and why, in one sentence."""

    path: str
    message: str


class Refused(Exception):
    """A file that is not read or not replaced; the text is one sentence for the user."""


def read_file(path: str) -> bytes | Failure:
    """The bytes of a regular file, or why there are none; never blocks, never reads more than 2 MiB."""
    try:
        return _read(path)[0]
    except Refused as refusal:
        return Failure(path, str(refusal))
    except OSError as error:
        return Failure(path, f"cannot be read: {error.strerror}")
    except ValueError:
        return Failure(path, NO_NAME)


def replace_file(path: str, before: bytes, after: bytes, roots: Sequence[str] = ()) -> Failure | None:
    """Replace a file that still holds `before` by one that holds `after`; None when that is done.

    With `roots`, real paths of folders, a file that a link leads to outside of them is refused.
    """
    target = os.path.realpath(path)
    try:
        _check_place(target, roots)
        _replace(target, before, after)
    except Refused as refusal:
        return Failure(path, f"not written: {refusal}")
    except OSError as error:
        return Failure(path, f"not written: {error.strerror}")
    return None


def create_file(path: str, data: bytes, roots: Sequence[str] = ()) -> Failure | None:
    """Make a file that is not there yet, and its folder; None when that is done. A file that is there is never replaced."""
    target = os.path.realpath(path)
    temporary = _name_beside(target)
    try:
        _check_place(target, roots)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        try:
            with open(os.open(temporary, _CREATE, 0o666), "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.link(temporary, target)  # unlike a new name, this fails where there is a file
        finally:
            _remove(temporary)
        _sync_folder(os.path.dirname(target))
    except Refused as refusal:
        return Failure(path, f"not written: {refusal}")
    except OSError as error:
        return Failure(path, f"not written: {error.strerror}")
    return None


def holds(path: str, data: bytes) -> bool:
    """Whether a file has these bytes, as far as it can be read."""
    return read_file(path) == data


def _check_place(target: str, roots: Sequence[str]) -> None:
    parts = target.split(os.sep)
    library = os.path.dirname(os.path.realpath(os.__file__))
    if "site-packages" in parts or "dist-packages" in parts or target.startswith(library + os.sep):
        raise Refused("it belongs to an installed library")
    if roots and not any(target.startswith(os.path.join(root, "")) for root in roots):
        raise Refused(f"it is a link to {target}, outside of the folders that were given")


def _read(path: str, flags: int = 0) -> tuple[bytes, os.stat_result]:
    # Opening a FIFO to look at it would wait for a writer, and opening a device can have effects: look first.
    _check_regular(os.stat(path))
    descriptor = os.open(path, _OPEN | flags)
    with open(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        _check_regular(status)
        data = file.read(MAX_SOURCE + 1)
    if len(data) > MAX_SOURCE:
        raise Refused(TOO_LARGE)
    return data, status


def _check_regular(status: os.stat_result) -> None:
    if stat.S_ISREG(status.st_mode):
        return
    kinds = {stat.S_IFIFO: "a FIFO", stat.S_IFSOCK: "a socket", stat.S_IFCHR: "a device", stat.S_IFBLK: "a device"}
    raise Refused(f"is {kinds.get(stat.S_IFMT(status.st_mode), 'a folder')}, not a file")


def _replace(target: str, before: bytes, after: bytes) -> None:
    data, status = _read(target, _NOFOLLOW)
    _check_same(data == before)
    if status.st_nlink > 1:
        raise Refused("it has several names (hard links), and replacing it would part them")
    # The superuser may write everything: look at the mode, too, for what its owner wants.
    if not status.st_mode & 0o222 or not os.access(target, os.W_OK):
        raise Refused("it is read-only")
    temporary = _name_beside(target)
    try:
        descriptor = os.open(temporary, _CREATE, 0o600)
        with open(descriptor, "wb") as file:
            file.write(after)
            file.flush()
            _keep_attributes(target, descriptor, status)
            os.fsync(descriptor)
        data, now = _read(target, _NOFOLLOW)
        _check_same(data == before and (now.st_dev, now.st_ino) == (status.st_dev, status.st_ino))
        os.replace(temporary, target)
    except BaseException:
        # By its name: a signal may come between the call that creates it and the next line.
        _remove(temporary)
        raise
    folder = os.path.dirname(target)
    _sync_folder(folder)
    _remove_leftovers(folder)


def _check_same(same: bool) -> None:
    if not same:
        raise Refused("it was changed meanwhile")


def _name_beside(target: str) -> str:
    # `tempfile` costs 10 ms of imports for this line. No `.py` at the end: the walk, tests and reloaders pass it over.
    name = f"{PREFIX}{os.getpid()}-{os.urandom(6).hex()}{SUFFIX}"
    return os.path.join(os.path.dirname(target), name)


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        return  # it was never made, or has its new name


def _remove_leftovers(folder: str) -> None:
    """Remove what runs that were killed more than an hour ago left in a folder that is being written to anyway."""
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith(PREFIX) and entry.name.endswith(SUFFIX) and _is_old(entry):
                    _remove(entry.path)
    except OSError:
        return  # the file has been written: what is left over is no failure


def _is_old(entry: os.DirEntry[str]) -> bool:
    status = entry.stat(follow_symlinks=False)
    return stat.S_ISREG(status.st_mode) and status.st_mtime < time.time() - LEFT_ALONE


def _keep_attributes(target: str, descriptor: int, status: os.stat_result) -> None:
    """Owner, mode and extended attributes (access lists are among them) go with the new file, or it is refused."""
    own = os.fstat(descriptor)
    if (own.st_uid, own.st_gid) != (status.st_uid, status.st_gid):
        try:
            os.fchown(descriptor, status.st_uid, status.st_gid)
        except OSError as error:
            raise Refused(f"its owner cannot be kept: {error.strerror}") from error
    if hasattr(os, "listxattr"):
        _copy_xattrs(target, descriptor)
    # After the owner: a change of owner clears the set-id bits.
    mode = stat.S_IMODE(status.st_mode)
    os.fchmod(descriptor, mode)
    if stat.S_IMODE(os.fstat(descriptor).st_mode) != mode:  # without an error, for a group that is not one's own
        raise Refused("its mode cannot be kept")


def _copy_xattrs(target: str, descriptor: int) -> None:
    try:
        names = os.listxattr(target)
    except OSError:
        # A file system without extended attributes has none to lose.
        return
    if _ACCESS_LIST not in names and _ACCESS_LIST in os.listxattr(descriptor):
        os.removexattr(descriptor, _ACCESS_LIST)  # the new file has it from its folder
    for name in names:
        try:
            os.setxattr(descriptor, name, os.getxattr(target, name))
        except OSError as error:
            raise Refused(f"its attribute {name} cannot be kept: {error.strerror}") from error


def _sync_folder(folder: str) -> None:
    """The new name reaches the disk; a system where that is not possible has its own way."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    except OSError:
        pass
    finally:
        os.close(descriptor)
