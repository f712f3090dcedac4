from starlette.middleware.sessions import SessionMiddleware


def install(app):
    app.add_middleware(SessionMiddleware, secret_key="s")
