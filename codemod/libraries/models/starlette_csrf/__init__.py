"""starlette-csrf: https://github.com/frankie567/starlette-csrf"""

from starlette_csrf.middleware import CSRFMiddleware
