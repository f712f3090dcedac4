from fastapi.openapi.utils import get_openapi

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


CONFIG = {"key": "one", "title": "Shop"}


def custom_openapi():
    if app.openapi_schema:
        return app.openapi_schema
    schema = get_openapi(title=CONFIG["title"], version="1", routes=app.routes)
    schema["info"]["x-logo"] = {"url": "logo.png"}
    app.openapi_schema = schema
    return app.openapi_schema


app = FastAPI()
app.openapi = custom_openapi
app.state.sizes = sorted([3, 1, 2])
app.add_middleware(Guard)
app.add_middleware(SessionMiddleware, secret_key=CONFIG["key"])
