import requests as request
from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.middleware("http")
async def forward_token(incoming: Request, call_next):
    client = request.session()
    client.headers["authorization"] = incoming.headers.get("authorization", "")
    incoming.state.client = client
    return await call_next(incoming)


@app.get("/")
async def home(incoming: Request):
    return dict(incoming.session)
