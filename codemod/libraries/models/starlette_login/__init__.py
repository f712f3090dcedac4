"""starlette-login: https://github.com/jockerz/starlette-login"""
