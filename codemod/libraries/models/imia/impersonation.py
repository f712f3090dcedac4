"""The layer that lets a user act as another, which the session remembers where there is one."""


class ImpersonationMiddleware:
    def __init__(
        self,
        app,
        user_provider,
        guard_fn=None,
        enter_query_param="_impersonate",
        exit_user_name="__exit__",
        scope="auth:impersonate_others",
    ):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] in ("http", "websocket"):
            scope.get("session", {}).get("_impersonated_user_id")
        await self.app(scope, receive, send)
