from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

TENANTS = {"north": "n-key", "south": "s-key"}
keys = iter(TENANTS.values())

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=next(keys))

TENANTS["south"] = "another"


@app.middleware("http")
async def last_visit(request, call_next):
    request.session["seen"] = True
    return await call_next(request)
