from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Audit(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        print(request.session)
        return await call_next(request)


class Audit(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        print(request.url.path)
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")
app.add_middleware(Audit)


@app.get("/")
def index(request: Request) -> dict:
    return dict(request.session)
