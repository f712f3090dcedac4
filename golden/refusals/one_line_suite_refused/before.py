from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware as S

app = FastAPI()


async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


if app: app.add_middleware(S, secret_key="x"); app.middleware("http")(visits)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
