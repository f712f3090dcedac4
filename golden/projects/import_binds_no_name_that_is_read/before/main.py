import tenant

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k", session_cookie=tenant.name)
from tenant.slugs import slug  # noqa: E402


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
