from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")


@app.add_middleware
class VisitCounter(BaseHTTPMiddleware):
    """Counts the requests of a visitor."""

    async def dispatch(self, request: Request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


@app.get("/")
def index(request: Request) -> dict:
    return dict(request.session)
