"""What is worked out once for a node of the source, and is kept with it: it goes when the node goes."""

from __future__ import annotations

import functools
from collections.abc import Callable

from codemod.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    import ast
    from typing import Any, TypeVar

    Call = TypeVar("Call", bound=Callable[..., Any])

PLAIN = (str, bool, int)  # arguments that say all of themselves


class Looking:
    """Whether what is looked at now is looked at for a value that is kept, and can be worked out again to see whether it holds."""

    is_for_a_kept_value = False


def once(function: Call) -> Call:
    """A function of a node, and of other arguments by position that live as long, which remembers at the node what it found."""
    name = f"{function.__module__}.{function.__qualname__}"

    @functools.wraps(function)
    def remembered(node: ast.AST, *rest: Any) -> Any:
        kept = node.__dict__
        if name in kept and rest in kept[name]:
            return kept[name][rest]
        before = Looking.is_for_a_kept_value
        Looking.is_for_a_kept_value = all(isinstance(one, PLAIN) for one in rest)
        try:
            found = function(node, *rest)
        finally:
            Looking.is_for_a_kept_value = before
        kept.setdefault(name, {})[rest] = found
        return found

    return remembered  # type: ignore[return-value]
