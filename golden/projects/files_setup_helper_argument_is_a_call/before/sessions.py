def make_key(number):
    return f"key-{number}"


def register(app, layer, **options):
    app.add_middleware(layer, **options)
