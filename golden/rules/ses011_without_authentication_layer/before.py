from fastapi import FastAPI, Request


class StubUser:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["user"] = "ada"
        await self.app(scope, receive, send)


app = FastAPI()


@app.middleware("http")
async def stamp(request: Request, call_next):
    request.state.name = request.user
    return await call_next(request)


app.add_middleware(StubUser)


@app.get("/")
async def home(request: Request):
    return {"name": request.state.name}
