from fastapi import FastAPI, Request
from starlette.middleware import sessions


class LoginCookie(sessions.SessionMiddleware):
    def __init__(self, app, secret_key):
        super().__init__(app, secret_key, session_cookie="login", max_age=None)


app = FastAPI()


@app.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


app.add_middleware(LoginCookie, secret_key="change-me")


@app.get("/")
async def home(request: Request):
    return dict(request.session)
