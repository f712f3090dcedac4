from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Member:
    def __init__(self, request):
        self.request = request

    def __await__(self):
        return self.load().__await__()

    async def load(self):
        return self.request.headers.get("uid")


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="dev")


@app.middleware("http")
async def layer(request, call_next):
    request.state.member = await Member(request)
    return await call_next(request)


@app.get("/")
async def index():
    return {"ok": True}
