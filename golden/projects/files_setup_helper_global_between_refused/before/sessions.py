from starlette.middleware.sessions import SessionMiddleware

KEY = "change-me"


def setup_session(app):
    app.add_middleware(SessionMiddleware, secret_key=KEY)
