from starlette.authentication import AuthCredentials, AuthenticationBackend, SimpleUser


class TokenBackend(AuthenticationBackend):
    async def authenticate(self, conn):
        if "x-token" in conn.headers:
            return AuthCredentials(), SimpleUser("token")


class SessionBackend(AuthenticationBackend):
    async def authenticate(self, conn):
        if "user" in conn.session:
            return AuthCredentials(), SimpleUser(conn.session["user"])
