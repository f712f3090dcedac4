from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Users:
    def current(self, request):
        return request.session.get("user")


class Gate(BaseHTTPMiddleware):
    users: Users = Users()

    async def dispatch(self, request, call_next):
        request.state.user = self.users.current(request)
        return await call_next(request)


app = FastAPI()
app.add_middleware(Gate)
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.get("/")
async def home(request: Request):
    return dict(request.session)
