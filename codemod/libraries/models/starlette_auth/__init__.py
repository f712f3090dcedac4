"""starlette-auth: https://github.com/alex-oleshkevich/starlette_auth"""

from starlette_auth.authentication import SessionBackend
