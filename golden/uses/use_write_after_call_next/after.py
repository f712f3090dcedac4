from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()


@app.middleware("http")
async def last_status(request: Request, call_next):
    response = await call_next(request)
    request.session["last_status"] = response.status_code
    return response


app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.get("/")
async def home(request: Request):
    return {"last_status": request.session.get("last_status")}
