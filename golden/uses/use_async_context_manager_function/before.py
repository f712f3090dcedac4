from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

log = []


@asynccontextmanager
async def audited(request):
    user = request.session.get("user", "guest")
    yield user
    log.append((user, request.url.path))


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.middleware("http")
async def audit(request: Request, call_next):
    async with audited(request):
        return await call_next(request)


@app.get("/")
async def home():
    return {"entries": len(log)}
