from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

SECRET = "change-me"


def check_key() -> None:
    SECRET = "another"
    print("a key has", len(SECRET), "letters")


app = FastAPI()

check_key()


@app.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key=SECRET)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
