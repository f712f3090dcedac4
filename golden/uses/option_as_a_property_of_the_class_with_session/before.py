from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Layer(BaseHTTPMiddleware):
    @property
    def uses_session(self):
        raise NotImplementedError

    async def dispatch(self, request, call_next):
        if self.uses_session:
            request.session.setdefault("hits", 0)
        return await call_next(request)


class Limit(Layer):
    @property
    def uses_session(self):
        """Which of them does."""
        return True


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")
app.add_middleware(Limit)


@app.get("/")
async def index():
    return {"ok": True}
