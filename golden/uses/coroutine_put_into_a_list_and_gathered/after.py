import asyncio

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()


async def flags(request: Request) -> bool:
    return "x-beta" in request.headers


async def segment(request: Request) -> str:
    return request.session.get("segment", "new")


@app.middleware("http")
async def enrich(request: Request, call_next):
    jobs = [flags(request)]
    jobs.append(segment(request))
    request.state.known = await asyncio.gather(*jobs)
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="key")


@app.get("/")
async def home(request: Request):
    return request.state.known
