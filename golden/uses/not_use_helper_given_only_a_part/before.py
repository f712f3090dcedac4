from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


def describe(holder) -> str:
    return f"{holder.session!r}"


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.middleware("http")
async def database(request: Request, call_next):
    request.state.session = "transaction 1"
    request.state.text = describe(request.state)
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    request.session["text"] = request.state.text
    return dict(request.session)
