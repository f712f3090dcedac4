from sessions import ensure_session


def install(app):
    ensure_session(app)
