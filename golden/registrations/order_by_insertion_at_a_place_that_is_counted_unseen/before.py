from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Tag(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        request.session["tag"] = 1
        return await call_next(request)


LAYERS = [(2, Tag, {}), (1, SessionMiddleware, {"secret_key": "secret"})]
order = []
for layer in LAYERS:
    place = 0
    while place < len(order) and order[place][0] > layer[0]:
        place += 1
    order.insert(place, layer)

app = FastAPI()
for _, cls, options in order:
    app.add_middleware(cls, **options)

@app.get("/")
async def index():
    return {}
