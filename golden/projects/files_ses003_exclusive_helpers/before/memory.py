from starlette.middleware.sessions import SessionMiddleware


def setup_session(app):
    app.add_middleware(SessionMiddleware, secret_key="other")
