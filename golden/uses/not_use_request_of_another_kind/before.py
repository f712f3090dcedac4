import httpx
from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


def sign(request: httpx.Request) -> str:
    request.session = "signed"
    return request.session


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.middleware("http")
async def call_gateway(request: Request, call_next):
    outgoing = httpx.Request("GET", str(request.url))
    request.state.signature = sign(outgoing)
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    request.session["signature"] = request.state.signature
    return dict(request.session)
