from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Flashes:
    def __init__(self, request):
        self.request = request

    def __len__(self):
        return len(self.request.session.get("flash", []))


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")


@app.middleware("http")
async def who(request: Request, call_next):
    request.state.n = len(Flashes(request))
    return await call_next(request)


@app.get("/")
def index(request: Request):
    return dict(request.session)
