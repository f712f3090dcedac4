from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Clean:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        async def changed(message):
            if message["type"] == "http.response.start":
                kept = []
                for name, value in message["headers"]:
                    if name.lower() == b"server":
                        continue
                    kept.append((name, value))
                message["headers"] = kept
            await send(message)

        await self.app(scope, receive, changed)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="x")
app.add_middleware(Clean)


@app.middleware("http")
async def guard(request, call_next):
    request.session.get("user")
    return await call_next(request)
