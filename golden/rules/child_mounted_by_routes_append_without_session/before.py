from fastapi import FastAPI, Request
from starlette.routing import Mount

child = FastAPI()


@child.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@child.get("/")
def home() -> dict:
    return {"ok": True}


app = FastAPI()
app.router.routes.append(Mount("/", app=child))
