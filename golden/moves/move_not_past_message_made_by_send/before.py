from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Between:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        async def answer(message):
            if message["type"] == "http.response.start":
                message = {"type": "http.response.start", "status": 204, "headers": []}
            await send(message)

        await self.app(scope, receive, answer)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="x")
app.add_middleware(Between)


@app.middleware("http")
async def guard(request, call_next):
    request.session.get("user")
    return await call_next(request)
