from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

admin = FastAPI()
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="web")


@admin.middleware("http")
@app.middleware("http")
async def count_visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


admin.add_middleware(SessionMiddleware, secret_key="admin")
app.mount("/admin", admin)


@app.get("/")
def index(request: Request) -> dict:
    return dict(request.session)
