from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class DatabaseSession:
    def close(self) -> None:
        pass


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.middleware("http")
async def database(request: Request, call_next):
    request.state.session = DatabaseSession()
    try:
        return await call_next(request)
    finally:
        request.state.session.close()


@app.get("/")
async def home(request: Request):
    request.session["seen"] = True
    return {"database": type(request.state.session).__name__}
