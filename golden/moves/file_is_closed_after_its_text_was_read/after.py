from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

handle = open(__file__)
lines = handle.read().splitlines()


class LocaleMiddleware:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


app = FastAPI()
handle.close()
app.add_middleware(LocaleMiddleware)
app.add_middleware(SessionMiddleware, secret_key=lines[0])


@app.get("/")
def home():
    return {}
