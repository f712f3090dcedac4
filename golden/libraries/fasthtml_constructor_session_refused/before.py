from fasthtml.common import FastHTML
from starlette.middleware.base import BaseHTTPMiddleware


class Visits(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


app = FastHTML(secret_key="change-me")
app.add_middleware(Visits)


@app.route("/")
def get(session):
    return str(session.get("visits"))
