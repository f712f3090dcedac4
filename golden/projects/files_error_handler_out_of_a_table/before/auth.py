from starlette.authentication import AuthenticationBackend, AuthenticationError
from starlette.responses import PlainTextResponse


class TokenBackend(AuthenticationBackend):
    async def authenticate(self, conn):
        if "x-token" not in conn.headers:
            raise AuthenticationError("no token")


def in_text(conn, error):
    return PlainTextResponse(str(error))


def by_flash(conn, error):
    conn.session["error"] = str(error)
    return PlainTextResponse("please log in")


HANDLERS = {"text": in_text, "flash": by_flash}


def handler_for(kind):
    return HANDLERS[kind]
