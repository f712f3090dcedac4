class Plugin:
    def __init__(self, layer, **options):
        self.layer = layer
        self.options = options

    def init_app(self, app):
        app.add_middleware(self.layer, **self.options)
