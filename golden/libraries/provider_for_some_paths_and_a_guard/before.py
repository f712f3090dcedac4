from fastapi import FastAPI, Request


class Sessions:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http" and scope["path"].startswith("/shop"):
            scope["session"] = {}
        await self.app(scope, receive, send)


app = FastAPI()


@app.middleware("http")
async def greet(request: Request, call_next):
    if "session" in request.scope:
        request.state.name = request.session.get("id")
    return await call_next(request)


app.add_middleware(Sessions)


@app.get("/")
async def home(request: Request):
    return {}
