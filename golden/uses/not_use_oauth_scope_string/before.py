from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.middleware("http")
async def check_token(request: Request, call_next):
    scope = request.headers.get("x-token-scope", "profile session")
    request.state.may_open = "session" in scope
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    request.session["may_open"] = request.state.may_open
    return dict(request.session)
