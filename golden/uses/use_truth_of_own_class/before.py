from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Login:
    def __init__(self, request):
        self.request = request

    def __bool__(self):
        return "user" in self.request.session


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")


@app.middleware("http")
async def who(request: Request, call_next):
    if Login(request):
        print("logged in")
    return await call_next(request)


@app.get("/")
def index(request: Request):
    return dict(request.session)
