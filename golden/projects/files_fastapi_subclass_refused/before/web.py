from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class WebApp(FastAPI):
    def __init__(self):
        super().__init__()
        self.add_middleware(SessionMiddleware, secret_key="change-me")
