from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

SECRET = "change-me"

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=SECRET)

from company_platform import *  # noqa: E402, F403


@app.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)
