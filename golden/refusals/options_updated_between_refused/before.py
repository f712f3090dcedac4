from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Visits(BaseHTTPMiddleware):
    def __init__(self, app, secret_key, field):
        super().__init__(app)
        self.field = field

    async def dispatch(self, request, call_next):
        request.session[self.field] = request.session.get(self.field, 0) + 1
        return await call_next(request)


options = {"secret_key": "change-me"}

app = FastAPI()
app.add_middleware(SessionMiddleware, **options)
options.update(field="visits")
app.add_middleware(Visits, **options)


@app.get("/")
async def home():
    return {"ok": True}
