from signals import chosen

COOKIE = {"name": "shop"}
SEEN = {}


@chosen.connect
def adapt(region):
    COOKIE["name"] = f"shop_{region}"
