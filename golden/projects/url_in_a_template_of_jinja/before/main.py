from pathlib import Path

from fastapi import FastAPI, Request
from jinja2 import FileSystemLoader, Environment
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import HTMLResponse

env = Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"))


class Maintenance(BaseHTTPMiddleware):
    def __init__(self, app, closed: frozenset[str]):
        super().__init__(app)
        self.closed = closed

    async def dispatch(self, request: Request, call_next):
        if (path := request.url.path) in self.closed:
            page = env.get_template("down.html").render(request=request, path=path)
            return HTMLResponse(page, status_code=203)
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="j")
app.add_middleware(Maintenance, closed=frozenset({"/"}))


@app.get("/")
async def root():
    return "x"
