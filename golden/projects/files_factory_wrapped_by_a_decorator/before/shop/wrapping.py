from functools import wraps


def wrapped_by(layer, **options):
    def decorate(factory):
        @wraps(factory)
        def build(*args, **kwargs):
            return layer(factory(*args, **kwargs), **options)

        return build

    return decorate
