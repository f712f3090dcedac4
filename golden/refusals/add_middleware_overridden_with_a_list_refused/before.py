from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Web(FastAPI):
    added: list = []

    def add_middleware(self, middleware_class, *args, **kwargs):
        self.added.append(middleware_class)
        super().add_middleware(middleware_class, *args, **kwargs)


app = Web()
app.add_middleware(SessionMiddleware, secret_key="k")


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
