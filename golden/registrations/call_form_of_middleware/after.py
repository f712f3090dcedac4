from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


async def count_visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


def index(request: Request) -> dict:
    return dict(request.session)


app = FastAPI()
app.add_api_route("/", index)
app.middleware("http")(count_visits)
app.add_middleware(SessionMiddleware, secret_key="k")
