import hashlib
import operator
import os
import re
from functools import reduce
from string import Template

from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


NAME = re.compile("[a-z]+")
SEED = os.environ.get("GOLDEN_SEED", "seed")
PARTS = ["a", "b"]
COOKIE = Template("$name-session")
app = Starlette()
app.add_middleware(SessionMiddleware, secret_key=hashlib.sha256(SEED.encode()).hexdigest() + "".join(PARTS), session_cookie=COOKIE.substitute(name=NAME.match("shop1").group()))
digest = hashlib.sha256()
digest.update(SEED.encode())
app.state.found = NAME.findall("a b c"), COOKIE.safe_substitute(name="x"), reduce(operator.add, PARTS)
app.add_middleware(Guard)
