"""When garbage is looked for: what the analysis makes lives as long as it needs it, and to look at it again and again costs more."""

from __future__ import annotations

import gc

YOUNG = 500_000  # objects that are made before garbage is looked for


def collect_seldom() -> None:
    """Collect garbage less often, in a process that only analyses: little of what the analysis makes dies before its end.

    It stays so: to go back would be to look at everything at once.
    """
    gc.set_threshold(YOUNG, *gc.get_threshold()[1:])
