def setup_session(app):
    try:
        from fast_settings import SECRET_KEY
    except ImportError:
        SECRET_KEY = "change-me"
    from starlette.middleware.sessions import SessionMiddleware

    return app.add_middleware(SessionMiddleware, secret_key=SECRET_KEY)
