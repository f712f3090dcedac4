from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Options(BaseModel):
    model_config = ConfigDict(str_to_lower=True, str_strip_whitespace=True)
    key: str = "address"


class Throttle(BaseHTTPMiddleware):
    def __init__(self, app, options):
        super().__init__(app)
        self.options = options

    async def dispatch(self, request, call_next):
        if self.options.key == "session":
            request.state.bucket = request.session.get("id")
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")
app.add_middleware(Throttle, options=Options(key=" Session"))


@app.get("/")
async def index():
    return {"ok": True}
