from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Audit(BaseHTTPMiddleware):
    user = True

    def __init__(self, app, **options):
        super().__init__(app)
        vars(self).update(options)

    async def dispatch(self, request, call_next):
        if self.user:
            request.state.user = request.session.get("user")
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="secret")
app.add_middleware(Audit, path=False)


@app.get("/")
def index(request: Request):
    return {}
