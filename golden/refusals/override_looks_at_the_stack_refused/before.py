from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Count(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


class Shop(FastAPI):
    def add_middleware(self, cls, *args, **kwargs):
        if all(known.cls is not cls for known in self.user_middleware):
            super().add_middleware(cls, *args, **kwargs)


app = Shop()
app.add_middleware(SessionMiddleware, secret_key="change-me")
app.add_middleware(Count)


@app.get("/")
def index(request: Request) -> dict:
    return dict(request.session)
