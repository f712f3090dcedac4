from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Preview:
    """Draws the page for a made-up session, beside the request itself."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            preview = {**scope, "session": {"user": "x"}}
            request = Request(scope)
            scope["preview"] = request.session.get("user")
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")
app.add_middleware(Preview)


@app.get("/")
def index(request: Request) -> dict:
    return dict(request.session)
