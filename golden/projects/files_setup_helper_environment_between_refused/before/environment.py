import os


def prepare():
    os.environ["SESSFIX_CASE_KEY"] = "another"
