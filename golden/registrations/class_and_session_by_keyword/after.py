from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class VisitCounter(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


app = FastAPI()

app.add_middleware(middleware_class=VisitCounter)

app.add_middleware(
    secret_key="k",
    max_age=3600,
    middleware_class=SessionMiddleware,
)


@app.get("/")
def index(request: Request) -> dict:
    return dict(request.session)
