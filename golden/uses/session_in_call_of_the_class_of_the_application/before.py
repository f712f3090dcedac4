from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import HTTPConnection


class Tenanted(FastAPI):
    """Every connection knows its tenant before anything else runs."""

    async def __call__(self, scope, receive, send):
        if scope["type"] in ("http", "websocket"):
            conn = HTTPConnection(scope)
            conn.state.tenant = self.tenant_of(conn)
        await super().__call__(scope, receive, send)

    def tenant_of(self, conn: HTTPConnection) -> str:
        return conn.session.get("tenant", "public")


app = Tenanted()
app.add_middleware(SessionMiddleware, secret_key="ac")


@app.get("/")
async def root(request: Request):
    return request.state.tenant
