from fastapi import FastAPI, Request

child = FastAPI()


@child.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@child.get("/")
def home() -> dict:
    return {"ok": True}


class Timing:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        await self.app(scope, receive, send)


app = Timing(child)
