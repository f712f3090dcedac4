from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


def token_of(request: Request) -> str:
    return request.headers.get("x-token", "")


def user_of(request: Request) -> str:
    return request.session.get("user", "guest")


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.middleware("http")
async def attach_token(request: Request, call_next):
    request.state.token = token_of(request)
    request.state.user_of = user_of
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return {"token": request.state.token, "user": user_of(request)}
