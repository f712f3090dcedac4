from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

keys = ["old", "new"]

app = FastAPI()

print(len(keys))


@app.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key=keys[0])


@app.get("/")
async def home(request: Request):
    return dict(request.session)
