from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.middleware.sessions import SessionMiddleware


KEEP = {"content-type", "content-length"}


class Tidy:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        async def changed(message):
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name in set(headers.keys()):
                    if name not in KEEP:
                        del headers[name]
            await send(message)

        await self.app(scope, receive, changed)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="x")
app.add_middleware(Tidy)


@app.middleware("http")
async def guard(request, call_next):
    request.session.get("user")
    return await call_next(request)
