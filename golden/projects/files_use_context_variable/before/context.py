from contextlib import contextmanager
from contextvars import ContextVar

_current = ContextVar("current", default=None)


@contextmanager
def holding(value):
    token = _current.set(value)
    try:
        yield
    finally:
        _current.reset(token)


def current():
    return _current.get()
