from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()


@app.middleware("http")
async def require_login(request: Request, call_next):
    session = request.scope.get("session")
    if session is not None and "user" not in session:
        return JSONResponse({"detail": "not logged in"}, status_code=401)
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="k")


@app.get("/")
def index() -> dict:
    return {"secret": 42}
