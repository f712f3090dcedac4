from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Audit(BaseHTTPMiddleware):
    def __init__(self, app, fields):
        super().__init__(app)
        self.fields = frozenset(fields)

    async def dispatch(self, request, call_next):
        request.state.audit = {name: self.field(request, name) for name in sorted(self.fields)}
        return await call_next(request)

    def field(self, request, name):
        if name == "path":
            return request.url.path
        if name == "user":
            return request.session.get("user")
        return request.headers.get(name)


app = FastAPI()
app.add_middleware(Audit, fields=["path", "user"])
app.add_middleware(SessionMiddleware, secret_key="secret")


@app.get("/")
def index(request: Request):
    return {}
