from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

current_user = lambda request: request.session.get("user")  # noqa: E731

app = FastAPI()


@app.middleware("http")
async def attach(request: Request, call_next):
    request.state.user = current_user(request)
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.get("/")
async def home(request: Request):
    return {"user": request.state.user}
