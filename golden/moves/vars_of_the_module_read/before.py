from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

SECRET = "k1"
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=SECRET)
print("SECRET" in vars())


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
