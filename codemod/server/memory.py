"""Memory between two keystrokes: what became garbage, and what the allocator holds though it is free."""

from __future__ import annotations

import gc
import sys
from contextlib import suppress


def set_aside() -> None:
    """Collect all garbage, and let the collector pass over what has come to stay: to look at trees takes it longer than a keystroke."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def give_back() -> None:
    """Give what is free back to the system.

    Each text that is parsed leaves holes between what stays; glibc keeps them until it is asked, and a day of edits makes
    more and more of them: https://man7.org/linux/man-pages/man3/malloc_trim.3.html. Other allocators do it by themselves.
    """
    if sys.platform == "linux":
        with suppress(ImportError, OSError, AttributeError):  # a Python without ctypes, a libc that is another one
            import ctypes

            ctypes.CDLL(None).malloc_trim(0)
