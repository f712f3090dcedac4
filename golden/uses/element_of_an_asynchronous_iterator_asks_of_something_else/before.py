from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Pages:
    def __init__(self, request):
        self.request = request

    def __aiter__(self):
        return self

    async def __anext__(self):
        if not self.request.headers.get("page"):
            raise StopAsyncIteration
        return 1


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="dev")


@app.middleware("http")
async def layer(request, call_next):
    async for page in Pages(request):
        request.state.page = page
    return await call_next(request)


@app.get("/")
async def index():
    return {"ok": True}
