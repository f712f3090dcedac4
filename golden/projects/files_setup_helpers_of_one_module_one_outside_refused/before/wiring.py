from layers import Count, Greet
from starlette.middleware.sessions import SessionMiddleware


def add_layers(app):
    app.add_middleware(SessionMiddleware, secret_key="change-me")
    app.add_middleware(Greet)


def add_counter(app):
    app.add_middleware(Count)
