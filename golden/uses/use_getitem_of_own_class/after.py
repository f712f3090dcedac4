from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Visit:
    def __init__(self, request):
        self.request = request

    def __getitem__(self, name):
        return self.request.session.get(name)


app = FastAPI()


@app.middleware("http")
async def who(request: Request, call_next):
    visit = Visit(request)
    request.state.user = visit["user"]
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="k")


@app.get("/")
def index(request: Request):
    return dict(request.session)
