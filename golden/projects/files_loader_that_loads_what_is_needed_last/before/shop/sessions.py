from starlette.middleware.sessions import SessionMiddleware

REQUIRES = []


def setup(app):
    app.add_middleware(SessionMiddleware, secret_key="change-me")
