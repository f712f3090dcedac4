import fastapi
import starlette.middleware.sessions

app = fastapi.FastAPI()
app.add_middleware(starlette.middleware.sessions.SessionMiddleware, secret_key="k")


@app.middleware("http")
async def count_visits(request: fastapi.Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.get("/")
def index(request: fastapi.Request) -> dict:
    return dict(request.session)
