from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


def drained(request):
    yield from request.session.pop("messages", [])


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")


@app.middleware("http")
async def messages(request: Request, call_next):
    request.state.messages = drained(request)
    return await call_next(request)


@app.get("/")
def index(request: Request) -> list:
    return [*request.state.messages]
