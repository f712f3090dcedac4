from fastapi import FastAPI as API
from fastapi import Request as Req
from starlette.middleware.sessions import SessionMiddleware as SM

web: API = API()


@web.middleware("http")
async def count_visits(r: Req, nxt):
    r.session["visits"] = r.session.get("visits", 0) + 1
    return await nxt(r)


web.add_middleware(SM, secret_key="k")


@web.get("/")
def index(r: Req) -> dict:
    return dict(r.session)


app = web
