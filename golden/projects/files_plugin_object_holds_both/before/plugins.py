from starlette.middleware.sessions import SessionMiddleware
from visits import VisitCounter


class Accounts:
    def init_app(self, app):
        app.add_middleware(SessionMiddleware, secret_key="change-me")
        app.add_middleware(VisitCounter)


accounts = Accounts()
