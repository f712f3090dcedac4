from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware

LAYERS = [Middleware(SessionMiddleware, secret_key="change-me")]
