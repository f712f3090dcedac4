from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

key = "k"
app = FastAPI()

secret_key = "something else"
session_cookie = None
max_age: int = 60


@app.middleware("http")
async def count_visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key=key, session_cookie="visitor")


@app.get("/")
def index(request: Request) -> dict:
    return dict(request.session)
