from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    reads_session = False

    async def dispatch(self, request, call_next):
        if self.reads_session:
            request.session["seen"] = True
        return await call_next(request)


class UserGate(Gate):
    reads_session = True


app = FastAPI()
app.add_middleware(UserGate)
app.add_middleware(SessionMiddleware, secret_key="secret")


@app.get("/")
async def index():
    return {}
