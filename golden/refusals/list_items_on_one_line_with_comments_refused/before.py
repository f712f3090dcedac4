from fastapi import FastAPI, Request
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Count(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


app = FastAPI(
    middleware=[  # from the outside in
        Middleware(Count), Middleware(SessionMiddleware, secret_key="change-me"),
        # nothing below this line
    ]
)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
