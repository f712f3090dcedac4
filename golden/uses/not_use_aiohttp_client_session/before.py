import aiohttp
import requests
from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.middleware("http")
async def ask_gateway(request: Request, call_next):
    with requests.Session() as session:
        session.get("http://gateway/ping")
    async with aiohttp.ClientSession() as session:
        async with session.get("http://gateway/allow") as response:
            request.state.allowed = response.status == 200
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
