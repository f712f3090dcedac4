from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Counter(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session["count"] = request.session.get("count", 0) + 1
        return await call_next(request)


class LoudCounter(Counter):
    async def dispatch(self, request, call_next):
        response = await super().dispatch(request, call_next)
        response.headers["x-counted"] = "yes"
        return response


app = FastAPI()
app.add_middleware(LoudCounter)
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.get("/")
async def home(request: Request):
    return dict(request.session)
