from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


def flash(message: str, *, conn: Request) -> None:
    conn.session.setdefault("flashes", []).append(message)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.middleware("http")
async def welcome(request: Request, call_next):
    flash("welcome", conn=request)
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return request.session.pop("flashes", [])
