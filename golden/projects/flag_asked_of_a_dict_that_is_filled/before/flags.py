FLAGS = {"tracking": False, "new-ui": True}


def is_on(name: str) -> bool:
    return FLAGS.get(name, False)


def load(options):
    for name, value in options.items():
        FLAGS[name] = value


load({"tracking": True})
