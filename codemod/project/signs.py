"""The words by which a file is worth looking at: all that most files are ever asked."""

from __future__ import annotations

# One of these stands in each file that makes an application, registers middleware or looks at a stack.
SIGNS = (b"iddleware", b"FastAPI", b"Starlette", b"FastHTML", b"fast_app")


def has_sign(data: bytes) -> bool:
    """Whether a file may make an application, register middleware or look at a stack."""
    return any(map(data.__contains__, SIGNS))
