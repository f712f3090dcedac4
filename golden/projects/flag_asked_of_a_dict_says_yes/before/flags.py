FLAGS = {"tracking": True, "new-ui": True}


def is_on(name: str) -> bool:
    return FLAGS.get(name, False)
