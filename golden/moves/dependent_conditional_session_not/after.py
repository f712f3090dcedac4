from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

COUNT = True

app = FastAPI()


async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


if COUNT:
    app.middleware("http")(visits)
    print("counting")

app.add_middleware(SessionMiddleware, secret_key="change-me")

print("ready")


@app.get("/")
async def home(request: Request):
    return dict(request.session)
