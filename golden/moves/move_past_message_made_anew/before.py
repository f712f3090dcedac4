from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Buffer:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        status, headers, body = 500, [], b""

        async def collect(message):
            nonlocal status, headers, body
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = message["headers"]
            else:
                body += message.get("body", b"")

        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        await self.app(scope, receive, collect)
        headers = [*headers, (b"x-buffered", b"1")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="x")
app.add_middleware(Buffer)


@app.middleware("http")
async def guard(request, call_next):
    request.session.get("user")
    return await call_next(request)
