from fastapi import FastAPI
from starlette.middleware import Middleware


class WebApp(FastAPI):
    def add_middleware(self, middleware_class, *args, **kwargs):
        layer = Middleware(middleware_class, *args, **kwargs)
        self.user_middleware.append(layer)
