def told(parts):
    first, *rest = parts.values()
    first["key"] = rest[0]["key"]
