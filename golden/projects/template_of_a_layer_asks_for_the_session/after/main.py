from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.templating import Jinja2Templates
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware

templates = Jinja2Templates(directory=str(Path(__file__).parent / "templates"))


class Csrf(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        if "x-token" not in request.headers:
            return templates.TemplateResponse(request, "error.html", {"why": "csrf"}, status_code=403)
        return await call_next(request)


app = FastAPI()
app.add_middleware(Csrf)
app.add_middleware(SessionMiddleware, secret_key="k")


@app.get("/")
def index() -> dict:
    return {}
