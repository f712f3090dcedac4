from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Brand:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        async def changed(message):
            if message["type"] == "http.response.start":
                for position, (name, value) in enumerate(message["headers"]):
                    if name == b"server":
                        message["headers"][position] = (name, value.replace(b"session=", b"shop="))
            await send(message)

        await self.app(scope, receive, changed)


app = FastAPI()
app.add_middleware(Brand)


@app.middleware("http")
async def guard(request, call_next):
    request.session.get("user")
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="x")
