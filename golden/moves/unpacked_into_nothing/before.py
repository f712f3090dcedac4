from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


def checks():
    return []


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="x")
() = checks()
for [] in [()]:
    pass


@app.middleware("http")
async def guard(request, call_next):
    request.session["seen"] = True
    return await call_next(request)


@app.get("/")
def index():
    return "index"
