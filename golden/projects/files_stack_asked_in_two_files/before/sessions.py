from starlette.middleware.sessions import SessionMiddleware


def has_session(app):
    return any(layer.cls is SessionMiddleware for layer in app.user_middleware)


def ensure_session(app):
    if not has_session(app):
        app.add_middleware(SessionMiddleware, secret_key="change-me")
