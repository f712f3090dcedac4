from starlette.middleware.sessions import SessionMiddleware
from visits import VisitCounter


def setup_session(app):
    app.add_middleware(SessionMiddleware, secret_key="change-me")


def setup_visits(app):
    app.add_middleware(VisitCounter)
