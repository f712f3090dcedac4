from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

def option(name, table={"key": "one"}):
    return table.get(name, "none")
app = FastAPI()
option.__doc__ = "Look up an option."


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key=option("key"))


@app.get("/")
def index() -> dict:
    return {}
