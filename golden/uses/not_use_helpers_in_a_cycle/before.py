from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


def depth(request, parts):
    return 1 + rest(request, parts[1:]) if parts else 0


def rest(request, parts):
    return depth(request, parts)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.middleware("http")
async def measure(request: Request, call_next):
    request.state.depth = depth(request, request.url.path.split("/"))
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    request.session["depth"] = request.state.depth
    return dict(request.session)
