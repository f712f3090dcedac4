from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Shadow:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            await self.app({**scope, "shadow": True}, receive, self.drop)
        await self.app(scope, receive, send)

    @staticmethod
    async def drop(message):
        pass


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="x")
app.add_middleware(Shadow)


@app.middleware("http")
async def guard(request, call_next):
    request.session.get("user")
    return await call_next(request)
