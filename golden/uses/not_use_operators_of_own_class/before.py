from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Store:
    def __init__(self, request):
        self.request = request

    def __getitem__(self, name):
        return self.request.session[name]

    def __len__(self):
        return len(self.request.session)

    def __bool__(self):
        return True


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")


@app.middleware("http")
async def who(request: Request, call_next):
    request.state.store = Store(request)
    if request.state.store:
        print(1)
    return await call_next(request)


@app.get("/")
def index(request: Request):
    return dict(request.session)
