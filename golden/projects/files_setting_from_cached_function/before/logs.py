import logging


def setup_logs():
    logging.getLogger(__name__).setLevel(logging.INFO)
