import os

NAME = "production"
os.environ["KEY"] = "another"
