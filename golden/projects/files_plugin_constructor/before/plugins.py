from starlette.middleware.sessions import SessionMiddleware
from visits import VisitCounter


class Sessions:
    def __init__(self, app, secret_key):
        app.add_middleware(SessionMiddleware, secret_key=secret_key)


class Visits:
    def __init__(self, app):
        app.add_middleware(VisitCounter)
