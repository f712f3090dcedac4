from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware
from visits import VisitCounter


class VisitCounter(BaseHTTPMiddleware):  # noqa: F811
    async def dispatch(self, request, call_next):
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")
app.add_middleware(VisitCounter)


@app.get("/")
def home(request: Request) -> dict:
    return dict(request.session)
