from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()


@app.middleware("http")
async def require_login(request: Request, call_next):
    if "session" not in request.scope:
        return await call_next(request)
    if "user" not in request.session:
        return JSONResponse({"detail": "log in first"}, status_code=401)
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.get("/")
async def payroll():
    return {"salaries": [1, 2, 3]}
