from fastapi import FastAPI, Request

app = FastAPI()
hooks = []


def hook(function):
    hooks.append(function.__name__)
    return function


@app.middleware("http")
@hook
async def memory_session(request: Request, call_next):
    request.scope["session"] = {}
    return await call_next(request)


@app.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
