from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session["seen"] = True
        return await call_next(request)


app = FastAPI()
app.add_middleware(Gate)
if not any(layer.cls is SessionMiddleware for layer in app.user_middleware):
    app.add_middleware(SessionMiddleware, secret_key="key")


@app.get("/")
def home():
    return {"ok": True}
