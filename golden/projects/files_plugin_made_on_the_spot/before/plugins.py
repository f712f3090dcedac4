from starlette.middleware.sessions import SessionMiddleware


class PluginKept:
    def __init__(self, app):
        self.app = app

    def install(self):
        self.app.add_middleware(SessionMiddleware, secret_key="change-me")
