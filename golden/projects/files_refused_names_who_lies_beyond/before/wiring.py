from starlette.middleware.base import BaseHTTPMiddleware
from layers import Sessions_3
from layers import gate_1
from layers import gate_2

LAYERS_4 = [
    (Sessions_3, {}),
]


def setup_5(app):
    app.add_middleware(BaseHTTPMiddleware, dispatch=gate_1)


def setup_6(app):
    app.add_middleware(BaseHTTPMiddleware, dispatch=gate_2)
