from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from starlette.middleware.sessions import SessionMiddleware

USERS = {1: "ada"}


def load_user(request):
    return USERS.get(request.session.get("user_id"))


app = FastAPI()


@app.middleware("http")
async def attach_user(request: Request, call_next):
    request.state.user = await run_in_threadpool(load_user, request)
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.get("/")
async def home(request: Request):
    return {"user": request.state.user}
