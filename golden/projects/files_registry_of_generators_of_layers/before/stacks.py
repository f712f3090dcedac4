from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware

from gate import Gate

_STACKS = {}


def stack(name):
    def decorate(function):
        _STACKS[name] = function
        return function

    return decorate


def stack_for(name):
    return list(_STACKS[name]())


@stack("base")
def base():
    yield Middleware(SessionMiddleware, secret_key="change-me")


@stack("web")
def web():
    yield Middleware(Gate)
    yield from stack_for("base")
