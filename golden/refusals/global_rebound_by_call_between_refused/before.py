from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

SECRET = "change-me"


def rotate_key() -> None:
    global SECRET
    SECRET = SECRET[::-1]


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=SECRET)

rotate_key()


@app.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
