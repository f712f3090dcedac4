from fastapi import FastAPI, Request

app = FastAPI()


@app.middleware("http")
async def greet(request: Request, call_next):
    session = request.scope.get("session")
    if session is not None:
        request.state.user = session.get("user")
    else:
        request.state.user = request.headers.get("x-user")
    return await call_next(request)


@app.get("/")
async def home():
    return {}
