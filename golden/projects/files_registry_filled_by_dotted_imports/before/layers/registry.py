_REGISTRY = []


def layer(order, **options):
    def wrap(cls):
        _REGISTRY.append((order, cls, options))
        return cls

    return wrap


def apply_layers(app):
    for _, cls, options in sorted(_REGISTRY, key=lambda entry: entry[0]):
        app.add_middleware(cls, **options)
