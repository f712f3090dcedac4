from starlette.middleware.sessions import SessionMiddleware

DONE = []


def setup_session(app):
    DONE.append(app)
    app.add_middleware(SessionMiddleware, secret_key="change-me")
