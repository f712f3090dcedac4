from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.state.session = {"requests": 0}
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.middleware("http")
async def count(request: Request, call_next):
    request.app.state.session["requests"] += 1
    assert request.scope["app"].state.session["requests"] > 0
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    request.session["seen"] = request.app.state.session["requests"]
    return dict(request.session)
