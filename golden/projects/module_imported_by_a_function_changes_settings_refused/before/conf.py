class Settings:
    key = "a"


settings = Settings()


def load_overrides():
    try:
        import local_settings
    except ImportError:
        pass
