import logging


def setup_logs():
    logging.basicConfig(level=logging.INFO)
