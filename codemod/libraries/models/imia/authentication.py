"""The layer that asks one authenticator after the other, and those of them that look at the session or at none."""

from starlette.requests import HTTPConnection

from imia.login import get_session_auth_id


class BaseAuthenticator:
    async def authenticate(self, connection):
        return None


class SessionAuthenticator(BaseAuthenticator):
    def __init__(self, user_provider):
        self.user_provider = user_provider

    async def authenticate(self, connection):
        return get_session_auth_id(connection)


class HTTPBasicAuthenticator(BaseAuthenticator):
    def __init__(self, user_provider, password_verifier, realm="Protected access"):
        self.user_provider = user_provider

    async def authenticate(self, connection):
        return connection.headers.get("authorization")


class TokenAuthenticator(BaseAuthenticator):
    def __init__(self, user_provider, token_name):
        self.user_provider = user_provider

    async def authenticate(self, connection):
        return connection.headers.get("authorization")


class BearerAuthenticator(TokenAuthenticator):
    def __init__(self, user_provider):
        super().__init__(user_provider, "Bearer")


class APIKeyAuthenticator(BaseAuthenticator):
    def __init__(self, user_provider, query_param="apikey", header_name="X-Api-Key"):
        self.user_provider = user_provider

    async def authenticate(self, connection):
        return connection.query_params.get("apikey")


class AuthenticationMiddleware:
    def __init__(
        self,
        app,
        authenticators,
        on_failure="do_nothing",
        redirect_to="/",
        exclude_patterns=None,
        include_patterns=None,
    ):
        self.app = app
        self.authenticators = authenticators

    async def __call__(self, scope, receive, send):
        if scope["type"] in ("http", "websocket"):
            connection = HTTPConnection(scope)
            for authenticator in self.authenticators:
                await authenticator.authenticate(connection)
            scope["auth"] = None
        await self.app(scope, receive, send)
