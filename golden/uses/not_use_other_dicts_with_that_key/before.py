from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

CLAIMS = {"session": {"user": "ada"}}


def session_of(claims):
    return claims["session"] if "session" in claims else claims.get("session")


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.middleware("http")
async def from_token(request: Request, call_next):
    request.state.user = session_of(CLAIMS)["user"]
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    request.session["user"] = request.state.user
    return dict(request.session)
