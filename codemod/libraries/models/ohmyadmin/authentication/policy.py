"""A backend for the authentication layer of Starlette."""

from starlette.authentication import AuthCredentials, AuthenticationBackend


class SessionAuthBackend(AuthenticationBackend):
    async def authenticate(self, conn):
        return AuthCredentials(), conn.session.get("_auth_user_id_", "")
