import os

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

os.environ["SHOP_KEY"] = "key"
BLOB = {b"SHOP_HOST": b"other"}

app = FastAPI()

for name, value in BLOB.items():
    os.environb[name] = value


@app.middleware("http")
async def last_visit(request, call_next):
    request.session["seen"] = True
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key=os.environ["SHOP_KEY"])
