from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Account:
    def _who(self, request):
        return request.session.get("user")


class Gate(BaseHTTPMiddleware):
    def _who(self, request):
        return request.headers.get("x-user")

    async def dispatch(self, request, call_next):
        request.state.user = self._who(request)
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")
app.add_middleware(Gate)


@app.get("/")
async def home(request: Request):
    return {"header": request.state.user, "session": Account()._who(request)}
