from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


def add_sessions(web: FastAPI) -> None:
    web.add_middleware(SessionMiddleware, secret_key="k")


app = FastAPI()
add_sessions(app)
add_sessions(app)


@app.get("/")
def index(request: Request) -> dict:
    request.session["visits"] = request.session.get("visits", 0) + 1
    return dict(request.session)
