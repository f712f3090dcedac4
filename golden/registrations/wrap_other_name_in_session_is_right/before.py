from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

api = FastAPI()
app = SessionMiddleware(api, secret_key="k")


@api.middleware("http")
async def count_visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@api.get("/")
def index(request: Request) -> dict:
    return dict(request.session)
