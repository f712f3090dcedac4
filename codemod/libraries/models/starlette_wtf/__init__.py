"""Starlette-WTF: https://github.com/muicss/starlette-wtf"""

from starlette_wtf.csrf import CSRFProtectMiddleware
