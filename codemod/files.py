"""Reads files so that nothing hangs, and replaces them so that each is at every moment wholly old or wholly new."""

from __future__ import annotations

import os
import stat

from codemod.nouns import NamedTuple

MAX_SOURCE = 2 * 1024 * 1024
TOO_LARGE = f"larger than {MAX_SOURCE // 1024 // 1024} MiB, not checked"
NO_NAME = "cannot be read: no file has a name with a null byte"  # each CPython says it in other words
PREFIX, SUFFIX = ".sessfix-", ".tmp"
# Not on every system: Windows has none of them, and needs O_BINARY.
_OPEN = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)


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


def replace_file(path: str, before: bytes, after: bytes) -> Failure | None:
    """Replace a file that still holds `before` by one that holds `after`; None when that is done."""
    try:
        _replace(os.path.realpath(path), before, after)
    except Refused as refusal:
        return Failure(path, f"not written: {refusal}")
    except OSError as error:
        return Failure(path, f"not written: {error.strerror}")
    return None


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
    folder = os.path.dirname(target)
    temporary = None
    try:
        descriptor, temporary = _create_beside(folder)
        with open(descriptor, "wb") as file:
            file.write(after)
            file.flush()
            _keep_attributes(target, descriptor, status)
            os.fsync(descriptor)
        data, now = _read(target, _NOFOLLOW)
        _check_same(data == before and (now.st_dev, now.st_ino) == (status.st_dev, status.st_ino))
        os.replace(temporary, target)
        temporary = None
    finally:
        if temporary is not None:
            os.unlink(temporary)
    _sync_folder(folder)


def _check_same(same: bool) -> None:
    if not same:
        raise Refused("it was changed meanwhile")


def _create_beside(folder: str) -> tuple[int, str]:
    # `tempfile` costs 10 ms of imports for these two lines.
    path = os.path.join(folder, f"{PREFIX}{os.getpid()}-{os.urandom(6).hex()}{SUFFIX}")
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0) | _NOFOLLOW
    return os.open(path, flags, 0o600), path


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
    os.fchmod(descriptor, stat.S_IMODE(status.st_mode))


def _copy_xattrs(target: str, descriptor: int) -> None:
    try:
        names = os.listxattr(target)
    except OSError:
        # A file system without extended attributes has none to lose.
        return
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
