from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class VisitCounter:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["visits"] = scope["session"].get("visits", 0) + 1
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")


@app.get("/")
def index(request: Request) -> dict:
    return dict(request.session)


app = VisitCounter(app)
