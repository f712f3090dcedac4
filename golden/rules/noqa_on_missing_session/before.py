from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware


class Visits(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


app = FastAPI()
app.add_middleware(Visits)  # noqa: SES002


@app.get("/")
async def home():
    return {"ok": True}
