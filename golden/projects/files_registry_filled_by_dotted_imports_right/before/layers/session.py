from starlette.middleware.sessions import SessionMiddleware

from .registry import layer

layer(10, secret_key="change-me")(SessionMiddleware)
