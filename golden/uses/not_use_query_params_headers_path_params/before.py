from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.middleware("http")
async def conference(request: Request, call_next):
    wanted = request.query_params.get("session") or request.headers.get("session")
    if "session" in request.query_params:
        wanted = request.query_params["session"]
    request.state.talk = request.path_params.get("session", wanted)
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    request.session["talk"] = request.state.talk
    return dict(request.session)
