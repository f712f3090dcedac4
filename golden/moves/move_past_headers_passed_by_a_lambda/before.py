from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Allow:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        async def changed(message):
            if message["type"] == "http.response.start":
                message = message | {"headers": list(filter(lambda pair: pair[0] != b"server", message["headers"]))}
            await send(message)

        await self.app(scope, receive, changed)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="x")
app.add_middleware(Allow)


@app.middleware("http")
async def guard(request, call_next):
    request.session.get("user")
    return await call_next(request)
