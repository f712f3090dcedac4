from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="x", session_cookie="login")


@app.middleware("http")
async def legacy_cookie(request: Request, call_next):
    known = "session" in request.cookies and request.cookies["session"]
    request.state.legacy = known or request.cookies.get("session", "none")
    response = await call_next(request)
    response.set_cookie("session", "legacy", path="/old")
    response.delete_cookie("session_id")
    return response


@app.get("/")
async def home(request: Request):
    request.session["legacy"] = request.state.legacy
    return dict(request.session)
