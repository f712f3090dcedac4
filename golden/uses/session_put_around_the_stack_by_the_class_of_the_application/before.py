from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import HTTPConnection


class Tenanted(FastAPI):
    """Every connection knows its tenant before anything else runs."""

    async def __call__(self, scope, receive, send):
        if scope["type"] in ("http", "websocket"):
            HTTPConnection(scope).state.tenant = "public"
        await self.entry(scope, receive, send)

    def entry(self, scope, receive, send):
        return SessionMiddleware(super().__call__, secret_key="own")(scope, receive, send)

    def tenant_of(self, conn: HTTPConnection) -> str:
        return conn.session.get("tenant", "public")


app = Tenanted()


@app.middleware("http")
async def count(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.get("/")
async def root(request: Request):
    return request.state.tenant
