def add(app, layer, **options):
    app.add_middleware(layer, **options)
