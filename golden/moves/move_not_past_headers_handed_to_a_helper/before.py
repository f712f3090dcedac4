from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


def show(pairs):
    for name, value in pairs:
        print(name, value)


class Audit:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        async def changed(message):
            if message["type"] == "http.response.start":
                show(message["headers"])
            await send(message)

        await self.app(scope, receive, changed)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="x")
app.add_middleware(Audit)


@app.middleware("http")
async def guard(request, call_next):
    request.session.get("user")
    return await call_next(request)
