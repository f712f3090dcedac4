"""A limiter asks a function which client it is that sends a request."""


class Limiter:
    def __init__(self, key_func, *limits, **options):
        self.key_func = key_func

    def check(self, request):
        return self.key_func(request)

    def limit(self, *limits, **options):
        return lambda function: function

    def shared_limit(self, *limits, **options):
        return lambda function: function

    def exempt(self, obj):
        return obj
