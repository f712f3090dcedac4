from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class History(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        request.session["history"] = request.url.path
        return await call_next(request)


SPEC = {
    "session": {"cls": SessionMiddleware, "options": {"secret_key": "secret"}, "outside": ["history"]},
    "history": {"cls": History, "options": {}, "outside": []},
}


def ordered(spec):
    done = []
    while len(done) < len(spec):
        for name, entry in spec.items():
            if name not in done and all(other in done for other in entry["outside"]):
                done.append(name)
    return done


app = FastAPI()
for name in ordered(SPEC):
    app.add_middleware(SPEC[name]["cls"], **SPEC[name]["options"])

@app.get("/")
async def index():
    return {}
