from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

features = {"login": True, "cart": True}
names = list(features.keys())
app = FastAPI()
features["search"] = False


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="-".join(names))


@app.get("/")
def index() -> dict:
    return {}
