from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

KEPT = {b"content-type", b"content-length"}


class Keep:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        async def kept(message):
            if message["type"] == "http.response.start":
                message["headers"] = [pair for pair in message["headers"] if pair[0] != b"server"]
            await send(message)

        await self.app(scope, receive, kept)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="x")
app.add_middleware(Keep)


@app.middleware("http")
async def guard(request, call_next):
    request.session.get("user")
    return await call_next(request)
