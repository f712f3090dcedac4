from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Refused(Exception):
    def __init__(self, request):
        self.request = request

    def __str__(self):
        return str(self.request.headers.get("uid"))


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="dev")


@app.middleware("http")
async def layer(request, call_next):
    try:
        raise Refused(request)
    except Refused as refused:
        request.state.why = str(refused)
    return await call_next(request)


@app.get("/")
async def index():
    return {"ok": True}
