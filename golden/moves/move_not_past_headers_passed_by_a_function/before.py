from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


def passes(pair):
    return pair[0] in (b"content-type", b"content-length")


class Allow:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        async def changed(message):
            if message["type"] == "http.response.start":
                message = message | {"headers": list(filter(passes, message["headers"]))}
            await send(message)

        await self.app(scope, receive, changed)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="x")
app.add_middleware(Allow)


@app.middleware("http")
async def guard(request, call_next):
    request.session.get("user")
    return await call_next(request)
