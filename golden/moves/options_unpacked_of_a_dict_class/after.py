from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Options(dict):
    def __lshift__(self, pair):
        return Options({**self, pair[0]: pair[1]})


class Count(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


options = Options(secret_key="k")
app = FastAPI()
app.state.admin = options << ("path", "/admin")
app.add_middleware(Count)
app.add_middleware(SessionMiddleware, **options)


@app.get("/")
def index(request: Request) -> dict:
    return dict(request.session)
