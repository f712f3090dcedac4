from starlette.middleware.sessions import SessionMiddleware

PLUGINS = []


class Plugin:
    def __init__(self, app):
        self.app = app
        PLUGINS.append(self)

    def install(self):
        self.app.add_middleware(SessionMiddleware, secret_key="change-me")
