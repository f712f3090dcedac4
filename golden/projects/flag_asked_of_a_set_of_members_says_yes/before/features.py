from enum import Enum


class Feature(Enum):
    TRACKING = "tracking"
    DARK_MODE = "dark"


ENABLED = {Feature.DARK_MODE, Feature.TRACKING}


def is_enabled(feature):
    return feature in ENABLED
