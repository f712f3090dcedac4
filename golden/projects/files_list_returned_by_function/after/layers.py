from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from visits import VisitCounter


def layers():
    return [
        Middleware(SessionMiddleware, secret_key="change-me"),
        Middleware(VisitCounter),
    ]
