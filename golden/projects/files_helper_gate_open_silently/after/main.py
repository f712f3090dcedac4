import access
from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse

app = FastAPI()


@app.middleware("http")
async def gate(request: Request, call_next):
    if access.is_refused(request):
        return PlainTextResponse("log in", status_code=401)
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.get("/")
def home() -> dict:
    return {"secret": 1}
