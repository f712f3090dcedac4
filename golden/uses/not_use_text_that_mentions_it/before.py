from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.middleware("http")
async def explain(request: Request, call_next):
    """Once read request.session["user"]; see also scope["session"]."""
    # request.session["user"] = "ada"
    session: "dict[str, request.session]"
    request.state.hint = 'use request.session or request["session"]'
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    request.session["hint"] = request.state.hint
    return dict(request.session)
