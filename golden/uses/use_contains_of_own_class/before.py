from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Flashes:
    def __init__(self, request):
        self.request = request

    def __contains__(self, name):
        return name in self.request.session


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")


@app.middleware("http")
async def who(request: Request, call_next):
    if "a" in Flashes(request):
        print("none")
    return await call_next(request)


@app.get("/")
def index(request: Request):
    return dict(request.session)
