from starlette.middleware.sessions import SessionMiddleware

from base import Plugin


class SessionPlugin(Plugin):
    middleware = SessionMiddleware
    options = {"secret_key": "secret"}
