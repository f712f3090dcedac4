from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class SignedSession(SessionMiddleware):
    def __init__(self, app) -> None:
        super().__init__(app, secret_key="k", session_cookie="sid", max_age=600)


app = FastAPI()


@app.middleware("http")
async def count_visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


app.add_middleware(SignedSession)


@app.get("/")
def index(request: Request) -> dict:
    return dict(request.session)
