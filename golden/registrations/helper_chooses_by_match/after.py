from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session["seen"] = True
        return await call_next(request)


def setup(app, kind):
    match kind:
        case "session":
            app.add_middleware(SessionMiddleware, secret_key="secret")
        case "gate" | "door":
            app.add_middleware(Gate)
        case _:
            raise ValueError(kind)


app = FastAPI()
setup(app, "door")
setup(app, "session")


@app.get("/")
async def index():
    return {}
