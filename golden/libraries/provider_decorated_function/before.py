from fastapi import FastAPI, Request

STORE: dict[str, dict] = {}

app = FastAPI()


@app.middleware("http")
async def memory_session(request: Request, call_next):
    user = request.headers.get("x-user", "guest")
    request.scope["session"] = STORE.setdefault(user, {})
    return await call_next(request)


@app.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return request.session
