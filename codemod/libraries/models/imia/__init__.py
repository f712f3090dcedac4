"""imia: https://github.com/alex-oleshkevich/imia"""

from imia.authentication import (
    APIKeyAuthenticator,
    AuthenticationMiddleware,
    BaseAuthenticator,
    BearerAuthenticator,
    HTTPBasicAuthenticator,
    SessionAuthenticator,
    TokenAuthenticator,
)
from imia.impersonation import ImpersonationMiddleware
from imia.login import get_session_auth_id, login_user
