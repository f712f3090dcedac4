from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class WebApp(FastAPI):
    def build_middleware_stack(self):
        stack = super().build_middleware_stack()
        return SessionMiddleware(stack, secret_key="change-me")
