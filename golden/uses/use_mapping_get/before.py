from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.middleware("http")
async def gate(request: Request, call_next):
    session = request.get("session")
    if session is not None and not session.get("user"):
        return JSONResponse({"detail": "log in first"}, status_code=401)
    return await call_next(request)


@app.get("/")
async def home():
    return {"secret": "plans"}
