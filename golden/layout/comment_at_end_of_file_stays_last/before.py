from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Count(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


app = FastAPI()


@app.get("/")
def index(request: Request) -> dict:
    return dict(request.session)


app.add_middleware(SessionMiddleware, secret_key="k")
app.add_middleware(Count)

# vim: set ts=4 sw=4 et:
