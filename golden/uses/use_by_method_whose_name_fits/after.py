from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Check(BaseHTTPMiddleware):
    def check_get(self, request):
        return request.session.get("user")

    async def dispatch(self, request, call_next):
        getattr(self, f"check_{request.method.lower()}")(request)
        return await call_next(request)


app = FastAPI()
app.add_middleware(Check)
app.add_middleware(SessionMiddleware, secret_key="k")


@app.get("/")
async def index():
    return {"ok": True}
