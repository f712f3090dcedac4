from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()


@app.middleware("http")
async def log_out(request: Request, call_next):
    if request.headers.get("x-expired", "yes") == "yes":
        request.session.clear()
        return JSONResponse({"detail": "expired"})
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.get("/")
async def home():
    return {"ok": True}
