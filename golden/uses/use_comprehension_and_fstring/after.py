import logging

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

logger = logging.getLogger(__name__)

app = FastAPI()


@app.middleware("http")
async def trace(request: Request, call_next):
    logger.info(f"{request.url.path}: {[k for k in sorted(request.session)]}")
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.get("/")
async def home():
    return {"ok": True}
