from fastapi import FastAPI, Request

VISITORS = {"ada": {"id": 1}}
app = FastAPI()


@app.middleware("http")
async def greet(request: Request, call_next):
    request.state.name = request.session.get("id")
    return await call_next(request)


@app.middleware("http")
async def known(request: Request, call_next):
    visitor = VISITORS.get(request.headers.get("x-visitor"))
    if visitor is not None:
        request.scope["session"] = dict(visitor)
    else:
        request.scope["session"] = {}
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return {}
