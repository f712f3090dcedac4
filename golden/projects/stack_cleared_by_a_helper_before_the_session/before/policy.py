from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware


def enforce(app):
    app.user_middleware.clear()
    app.user_middleware.extend([Middleware(GZipMiddleware)])
