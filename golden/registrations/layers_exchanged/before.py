from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Paging:
    def __init__(self, app, size):
        self.app = app
        self.size = size

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["size"] = scope["session"].get("size", self.size)
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(Paging, size=25)
app.add_middleware(SessionMiddleware, secret_key="x")
stack = app.user_middleware
stack[0], stack[1] = stack[1], stack[0]


@app.get("/")
def rows(request: Request):
    return request.scope["size"]
