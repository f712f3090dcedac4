from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Record:
    def __init__(self, request):
        self.request = request

    @property
    def method(self):
        return self.request.method

    @property
    def visitor(self):
        return self.request.session.get("visitor")

    @classmethod
    def fields(cls):
        return [name for name, value in vars(cls).items() if isinstance(value, property)]

    def dump(self, *fields):
        return {name: getattr(self, name) for name in fields}


class Audit(BaseHTTPMiddleware):
    def __init__(self, app, fields):
        super().__init__(app)
        self.fields = fields

    async def dispatch(self, request, call_next):
        request.state.record = Record(request).dump(*self.fields)
        return await call_next(request)


app = FastAPI()
app.add_middleware(Audit, fields=Record.fields())
app.add_middleware(SessionMiddleware, secret_key="k")


@app.get("/")
async def index():
    return {"ok": True}
