from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()


async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.get("/")
async def home():
    return {"ok": True}


if __name__ == "__main__":
    import uvicorn

    app.add_middleware(SessionMiddleware, secret_key="change-me")
    app.middleware("http")(visits)
    uvicorn.run(app)
