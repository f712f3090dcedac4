from starlette.middleware.sessions import SessionMiddleware
from visits import VisitCounter


class Web:
    @staticmethod
    def sessions(app):
        app.add_middleware(SessionMiddleware, secret_key="change-me")

    @staticmethod
    def visits(app):
        app.add_middleware(VisitCounter)
