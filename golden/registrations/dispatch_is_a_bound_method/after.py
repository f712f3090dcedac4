from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Counter:
    def __init__(self, key: str) -> None:
        self.key = key

    async def count(self, request: Request, call_next):
        request.session[self.key] = request.session.get(self.key, 0) + 1
        return await call_next(request)


app = FastAPI()
counter = Counter("visits")
app.add_middleware(BaseHTTPMiddleware, dispatch=counter.count)
app.add_middleware(SessionMiddleware, secret_key="k")


@app.get("/")
def index(request: Request) -> dict:
    return dict(request.session)
