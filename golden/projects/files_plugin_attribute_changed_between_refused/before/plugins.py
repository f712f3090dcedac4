from starlette.middleware.sessions import SessionMiddleware
from visits import VisitCounter


class Sessions:
    def __init__(self, secret_key):
        self.secret_key = secret_key

    def init_app(self, app):
        app.add_middleware(SessionMiddleware, secret_key=self.secret_key)


class Visits:
    def init_app(self, app):
        app.add_middleware(VisitCounter)


sessions = Sessions("change-me")
visits = Visits()
