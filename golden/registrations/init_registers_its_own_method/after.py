from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Web(FastAPI):
    def __init__(self) -> None:
        super().__init__()
        self.key = "visits"
        self.middleware("http")(self.count)
        self.add_middleware(SessionMiddleware, secret_key="k")

    async def count(self, request: Request, call_next):
        request.session[self.key] = request.session.get(self.key, 0) + 1
        return await call_next(request)


app = Web()


@app.get("/")
def index(request: Request) -> dict:
    return dict(request.session)
