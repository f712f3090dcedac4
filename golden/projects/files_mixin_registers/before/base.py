from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware

from layers import gate


class Layers:
    """For a class that is an application as well."""

    def add_layers(self):
        # who is there
        self.add_middleware(SessionMiddleware, secret_key="change-me")
        self.add_middleware(BaseHTTPMiddleware, dispatch=gate)
