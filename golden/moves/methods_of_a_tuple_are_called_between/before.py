from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

REGIONS = ("north", "south", "west")
keys = (f"key-of-{region}" for region in REGIONS)

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=next(keys))

FIRST_ROW = REGIONS.index("south") + REGIONS.count("west")


@app.middleware("http")
async def last_visit(request, call_next):
    request.session["seen"] = True
    return await call_next(request)
