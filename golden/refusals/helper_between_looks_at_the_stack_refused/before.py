from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Count(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


def log_layers(app: FastAPI) -> None:
    print([layer.cls.__name__ for layer in app.user_middleware])


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")
log_layers(app)
app.add_middleware(Count)


@app.get("/")
def index(request: Request) -> dict:
    return dict(request.session)
