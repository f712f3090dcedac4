from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()


@app.middleware("http")
async def greet(request: Request, call_next):
    request.state.name = name_of(request)
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.get("/")
async def home(request: Request):
    return {"name": request.state.name}


def name_of(request: Request) -> str:
    return request.session.get("name", "guest")
