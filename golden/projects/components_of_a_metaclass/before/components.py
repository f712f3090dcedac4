from starlette.middleware import Middleware


class ComponentMeta(type):
    components = []

    def __new__(mcls, name, bases, names):
        cls = super().__new__(mcls, name, bases, names)
        if bases:
            mcls.components.append(cls)
        return cls


class Component(metaclass=ComponentMeta):
    layer = None
    options = {}

    @classmethod
    def as_middleware(cls):
        return Middleware(cls.layer, **cls.options)


def middleware():
    return [one.as_middleware() for one in reversed(ComponentMeta.components)]
