from signals import chosen

COOKIE = {"name": "shop"}
SEEN = {}


@chosen.connect
def adapt(region):
    SEEN[region] = True
