from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


def secure(app):
    return SessionMiddleware(app, secret_key="x")


app = FastAPI()


@app.middleware("http")
async def greet(request: Request, call_next):
    request.state.name = request.session.get("id")
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return {}


secure(app)
