from starlette.middleware.sessions import SessionMiddleware


class Base:
    def add_session(self):
        self.app.add_middleware(SessionMiddleware, secret_key="change-me")
