from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

settings = {"ttl": 600}
read = settings.__getitem__
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me", max_age=read("ttl"))
settings["ttl"] = 60


@app.middleware("http")
async def visits(request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.get("/")
async def home():
    return {}
