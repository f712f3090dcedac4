class Container:
    def __init__(self):
        self.bindings = {}
        self.tags = {}

    def bind(self, key, factory, *tags):
        self.bindings[key] = factory
        for tag in tags:
            self.tags.setdefault(tag, []).append(key)

    def make(self, key):
        return self.bindings[key](self)

    def tagged(self, tag):
        return [self.make(key) for key in self.tags.get(tag, [])]
