from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

class Connection:
    count = 0

    def __init__(self) -> None:
        Connection.count += 1

    def __del__(self) -> None:
        Connection.count -= 1


class Pool:
    def __init__(self) -> None:
        self.first = Connection()


pool = Pool()
app = FastAPI()
pool.second = None


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key=f"pool-{Connection.count}")


@app.get("/")
def index() -> dict:
    return {}
