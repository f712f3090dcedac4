def told(parts):
    first, *rest = parts.values()
    print(first["key"], rest[0]["key"])
