from fastapi import FastAPI, Request
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Count(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


from operator import itemgetter
SPECS = [
    {"order": 20, "cls": Count, "options": {}},
    {"order": 10, "cls": SessionMiddleware, "options": {"secret_key": "k"}},
]
app = FastAPI()
for spec in sorted(SPECS, key=itemgetter("order")):
    app.add_middleware(spec["cls"], **spec["options"])


@app.get("/")
def index(request: Request):
    return dict(request.session)
