from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

flags = {"cart": True, "admin": False}
enabled = filter(flags.get, ["cart", "admin"])
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="_".join(enabled))
flags["admin"] = True


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
