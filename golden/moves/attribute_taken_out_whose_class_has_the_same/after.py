from dataclasses import dataclass

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

@dataclass
class Web:
    key: str = "key"
    host: str = "localhost"


web = Web()

app = FastAPI()

shown = vars(web)
shown.pop("key")


@app.middleware("http")
async def last_visit(request, call_next):
    request.session["seen"] = True
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key=web.key)
