from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.middleware("http")
async def trace(request: Request, call_next):
    request.scope["session_id"] = request.headers.get("x-session-id", "none")
    request.scope.setdefault("sessions", {})
    if "session_id" in request and hasattr(request, "_session"):
        request.state.trace = request["session_id"]
    request.state.trace = request.get("session_id")
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    request.session["trace"] = request.state.trace
    return dict(request.session)
