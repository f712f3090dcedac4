from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Counter(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session["count"] = request.session.get("count", 0) + 1
        return await call_next(request)


class StatelessCounter(Counter):
    total = 0

    async def dispatch(self, request, call_next):
        type(self).total += 1
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")
app.add_middleware(StatelessCounter)


@app.get("/")
async def home(request: Request):
    request.session["total"] = StatelessCounter.total
    return dict(request.session)
