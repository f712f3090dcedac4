from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(Guard)
app.add_middleware(SessionMiddleware, secret_key="change-me")
rest = list(app.user_middleware)
rest.pop(0)
print(len(rest))


@app.get("/")
async def home():
    return "ok"
