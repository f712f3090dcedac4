OPTIONS = {"secret_key": "change-me"}


def harden(options):
    options["https_only"] = False
