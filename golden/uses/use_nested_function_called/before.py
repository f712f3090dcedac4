from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.middleware("http")
async def carry(request: Request, call_next):
    def value(key, default=None):
        return request.session.get(key, default)

    request.state.theme = value("theme", "light")
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return {"theme": request.state.theme}
