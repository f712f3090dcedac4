from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()

# sessions
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.middleware("http")
async def maintenance(request: Request, call_next):
    if request.headers.get("x-pass") != "staff":
        return JSONResponse({"detail": "back soon"}, status_code=503)
    return await call_next(request)


@app.middleware("http")
async def audit(request: Request, call_next):
    response = await call_next(request)
    response.headers["x-user"] = request.session.get("user", "guest")
    return response


@app.get("/")
async def home():
    return {"ok": True}
