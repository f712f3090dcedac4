from fastapi import FastAPI, Request

shop = FastAPI()


@shop.middleware("http")
async def greet(request: Request, call_next):
    request.state.name = request.session.get("id")
    return await call_next(request)


@shop.get("/")
async def things():
    return {}


class Sessions:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http" and scope["path"].startswith("/shop"):
            scope["session"] = {}
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(Sessions)
app.mount("/shop", shop)


@app.get("/")
async def home(request: Request):
    return {}
