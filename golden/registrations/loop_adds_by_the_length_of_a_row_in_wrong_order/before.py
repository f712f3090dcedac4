from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Tag(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.tag = request.session.get("tag")
        return await call_next(request)


ROWS = [["session", "k"], ["tag"]]
app = FastAPI()
for row in ROWS:
    if len(row) > 1:
        app.add_middleware(SessionMiddleware, secret_key=row[1])
    else:
        app.add_middleware(Tag)


@app.get("/")
async def index():
    return {"ok": True}
