from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class WebApp(FastAPI):
    def use_sessions(self, key):
        self.add_middleware(SessionMiddleware, secret_key=key)
