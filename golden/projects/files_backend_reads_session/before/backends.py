from starlette.authentication import (
    AuthCredentials,
    AuthenticationBackend,
    SimpleUser,
)


class SessionBackend(AuthenticationBackend):
    async def authenticate(self, conn):
        name = self.name_of(conn)
        return (AuthCredentials(["known"]), SimpleUser(name)) if name else None

    def name_of(self, conn):
        return conn.session.get("name")


class TokenBackend(SessionBackend):
    def name_of(self, conn):
        return conn.headers.get("x-token")
