try:
    from fast_settings import SETTINGS
except ImportError:
    from settings import SETTINGS


def reload_settings():
    SETTINGS.key = "another"
