"""A terminal of a size: what a person sees of a command there."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import termios
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path


def screen(argv: Sequence[str], folder: Path, environment: Mapping[str, str], columns: int) -> str:
    """What a command leaves on a terminal so wide, without the progress that it shows meanwhile."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    command = subprocess.Popen(
        argv, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=follower, stderr=follower
    )
    os.close(follower)
    text = b"".join(_chunks(leader)).decode().replace("\r\n", "\n")
    os.close(leader)
    command.wait()
    return re.sub(r"\r\x1b\[K[^\r\n]*(?=\r)|\r\x1b\[K", "", text)


def _chunks(leader: int) -> Iterator[bytes]:
    """What comes out of a terminal until nobody has it open any more, which Linux calls an error."""
    try:
        while chunk := os.read(leader, 65536):
            yield chunk
    except OSError:
        return
