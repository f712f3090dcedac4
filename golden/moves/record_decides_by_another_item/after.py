from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

records = [{"id": "b", "uses": 0}, {"id": "a", "uses": 0}]


def name():
    if records[0]["uses"]:
        return "used"
    return "fresh"


class LocaleMiddleware:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


app = FastAPI()
records[0]["note"] = "seen"
app.add_middleware(LocaleMiddleware)
app.add_middleware(SessionMiddleware, secret_key=name())


@app.get("/")
def home():
    return {}
