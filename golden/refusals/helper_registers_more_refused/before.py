from fastapi import FastAPI, Request
from fastapi.middleware.cors import CORSMiddleware
from starlette.middleware.sessions import SessionMiddleware


def setup_security(app: FastAPI) -> None:
    app.add_middleware(SessionMiddleware, secret_key="change-me")
    app.add_middleware(CORSMiddleware, allow_origins=["*"])


app = FastAPI()
setup_security(app)


@app.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
