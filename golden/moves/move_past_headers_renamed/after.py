from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Gateway:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        async def changed(message):
            if message["type"] == "http.response.start":
                message["headers"] = [
                    (b"x-upstream-" + name if name.startswith(b"x-") else name, value)
                    for name, value in message["headers"]
                ]
            await send(message)

        await self.app(scope, receive, changed)


app = FastAPI()
app.add_middleware(Gateway)


@app.middleware("http")
async def guard(request, call_next):
    request.session.get("user")
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="x")
