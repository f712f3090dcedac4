from starlette.middleware.sessions import SessionMiddleware


class Sessions(SessionMiddleware):
    def __init__(self, app):
        super().__init__(app, secret_key="change-me", max_age=None)
