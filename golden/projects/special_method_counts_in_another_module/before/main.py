from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

from keys import count, current

class Version:
    def __eq__(self, other):
        count()
        return True


version = Version()


class LocaleMiddleware:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=current())
print([1].count(version))
app.add_middleware(LocaleMiddleware)


@app.get("/")
def home():
    return {}
