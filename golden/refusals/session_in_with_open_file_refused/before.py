from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()

with open(__file__) as key_file:
    first_line = key_file.readline()
    app.add_middleware(SessionMiddleware, secret_key=key_file.read())


@app.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return {**request.session, "first": first_line}
