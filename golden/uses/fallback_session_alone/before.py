from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware


class Visits(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        if request.scope.get("session") is None:
            request.scope["session"] = {}
        request.session["visits"] = 1
        return await call_next(request)


app = FastAPI()
app.add_middleware(Visits)


@app.get("/")
async def index():
    return {"ok": True}
