from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


def describe(prefix, holder) -> str:
    return prefix + repr(dict(holder.session))


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.middleware("http")
async def database(request: Request, call_next):
    request.state.text = describe("session ", request)
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return {"text": request.state.text}
