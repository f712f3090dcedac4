from itertools import groupby

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

from keys import current, weigh

known = [1, 2]


class LocaleMiddleware:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=current())
print([*groupby(known, key=weigh)])
app.add_middleware(LocaleMiddleware)


@app.get("/")
def home():
    return {}
