from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")


@app.middleware(middleware_type="http")
async def language(request: Request, call_next):
    request.state.language = request.session.setdefault("language", "en")
    return await call_next(request)


@app.get("/")
def index(request: Request) -> dict:
    return {"language": request.state.language}
