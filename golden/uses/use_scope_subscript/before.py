from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.middleware("http")
async def theme(request: Request, call_next):
    request.state.theme = request.scope["session"].get("theme", "light")
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return {"theme": request.state.theme}
