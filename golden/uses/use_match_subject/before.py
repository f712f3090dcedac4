from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.middleware("http")
async def by_role(request: Request, call_next):
    match request.url.path.split("/"):
        case ["", "admin", *_] if request.session.get("role") != "admin":
            return JSONResponse({"detail": "no"}, status_code=403)
        case ["", ""]:
            request.state.role = request.session.get("role", "guest")
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return {"role": request.state.role}
