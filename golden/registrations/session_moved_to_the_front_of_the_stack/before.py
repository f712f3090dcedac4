from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Tours(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.step = request.session.get("tour", 0)
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")
app.add_middleware(Tours)
session = next(layer for layer in app.user_middleware if layer.cls is SessionMiddleware)
app.user_middleware.remove(session)
app.user_middleware.insert(0, session)


@app.get("/")
async def home() -> str:
    return "ok"
