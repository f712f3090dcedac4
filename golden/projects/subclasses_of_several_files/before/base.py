class Plugin:
    middleware = None
    options: dict = {}

    def __init__(self, app):
        app.add_middleware(self.middleware, **self.options)
