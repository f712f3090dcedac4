from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


def flashes(request):
    yield from request.session.pop("flashes", [])


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.middleware("http")
async def collect(request: Request, call_next):
    request.state.messages = [text.upper() for text in flashes(request)]
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return request.state.messages
