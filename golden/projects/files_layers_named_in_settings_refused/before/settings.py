SECRET = "k"
MIDDLEWARE = [
    ("starlette.middleware.sessions.SessionMiddleware", {"secret_key": SECRET}),
    ("guards.AuthGuard", {}),
]
