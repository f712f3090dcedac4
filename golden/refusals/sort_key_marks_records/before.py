from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

records = [{"id": "b", "uses": 0}, {"id": "a", "uses": 0}]


def active():
    return next((record["id"] for record in records if not record["uses"]), "none")


def weight(record):
    record["uses"] += 1
    return record["id"]


class LocaleMiddleware:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=active())
print(sorted(records, key=weight))
app.add_middleware(LocaleMiddleware)


@app.get("/")
def home():
    return {}
