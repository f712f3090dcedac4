from shop import carts, sessions


class Loader:
    plugins = {"carts": carts, "sessions": sessions}

    def __init__(self, app):
        self.app = app
        self.loaded = set()

    def load(self, name):
        if name in self.loaded:
            return
        plugin = self.plugins[name]
        plugin.setup(self.app)
        for needed in plugin.REQUIRES:
            self.load(needed)
        self.loaded.add(name)
