from starlette.middleware.sessions import SessionMiddleware


class Sessions:
    def install(self, app):
        app.add_middleware(SessionMiddleware, secret_key="x")
