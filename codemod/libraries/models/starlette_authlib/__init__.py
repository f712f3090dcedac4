"""starlette-authlib: https://github.com/aogier/starlette-authlib"""
