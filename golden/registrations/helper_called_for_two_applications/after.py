from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Count(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


def add_sessions(web: FastAPI) -> None:
    """Give an application the session of the house."""
    web.add_middleware(SessionMiddleware, secret_key="k")


admin = FastAPI()
admin.add_middleware(Count)
add_sessions(admin)

app = FastAPI()
app.add_middleware(Count)
add_sessions(app)
app.mount("/admin", admin)


@app.get("/")
def index(request: Request) -> dict:
    return dict(request.session)
