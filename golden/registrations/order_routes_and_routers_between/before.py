from fastapi import APIRouter, FastAPI, Request
from fastapi.staticfiles import StaticFiles
from starlette.middleware.sessions import SessionMiddleware

router = APIRouter(prefix="/items")
app = FastAPI()

app.add_middleware(SessionMiddleware, secret_key="k", max_age=None)


@router.get("/")
def items(request: Request) -> list[str]:
    return request.session.get("items", [])


@app.get("/")
def index(request: Request) -> dict:
    return dict(request.session)


app.include_router(router)
app.mount("/static", StaticFiles(directory=".", check_dir=False), name="static")


class Settings:
    session_key = "visits"


@app.middleware("http")
async def count_visits(request: Request, call_next):
    key = Settings.session_key
    request.session[key] = request.session.get(key, 0) + 1
    return await call_next(request)


@app.get("/healthz")
def healthz() -> str:
    return "ok"
