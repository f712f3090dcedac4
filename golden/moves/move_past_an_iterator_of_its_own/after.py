from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

def take() -> str:
    for number in map(str, [1, 2, 3]):
        return number
    return ""
app = FastAPI()
label = take()


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="key" + take())


@app.get("/")
def index() -> dict:
    return {}
