from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session["seen"] = True
        return await call_next(request)


rows = {}
todo = [(Gate, {}), (SessionMiddleware, {"secret_key": "key"})]
place = 0
while place < len(todo):
    rows[-place] = todo[place]
    place = place + 1
app = FastAPI()
for key in sorted(rows, reverse=True):
    app.add_middleware(rows[key][0], **rows[key][1])


@app.get("/")
def home():
    return {"ok": True}
