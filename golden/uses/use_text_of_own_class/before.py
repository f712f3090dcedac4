from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Who:
    def __init__(self, request):
        self.request = request

    def __str__(self):
        return str(self.request.session.get("user"))


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")


@app.middleware("http")
async def who(request: Request, call_next):
    request.state.line = f"by {Who(request)}"
    return await call_next(request)


@app.get("/")
def index(request: Request):
    return dict(request.session)
