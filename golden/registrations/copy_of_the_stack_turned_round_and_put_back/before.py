from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Tours(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.step = request.session.get("tour", 0)
        return await call_next(request)


app = FastAPI()
app.add_middleware(Tours)
app.add_middleware(SessionMiddleware, secret_key="change-me")
layers = list(app.user_middleware)
layers.reverse()
app.user_middleware = layers


@app.get("/")
async def home() -> str:
    return "ok"
