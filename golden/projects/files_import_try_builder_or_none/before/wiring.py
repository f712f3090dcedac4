from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware

from layers import gate


def sessions(app):
    app.add_middleware(SessionMiddleware, secret_key="secret")


def gates(app):
    app.add_middleware(BaseHTTPMiddleware, gate)
