from collections.abc import MutableMapping

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

class Store(MutableMapping):
    def __init__(self, rows) -> None:
        self.rows = dict(rows)

    def __getitem__(self, key):
        return self.rows[key]

    def __setitem__(self, key, value) -> None:
        self.rows[key] = value

    def __delitem__(self, key) -> None:
        del self.rows[key]

    def __iter__(self):
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


store = Store({"secret": "a", "cookie": "sid"})
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=store["secret"])
first = list(store.items())[0]


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
