from main import app
from starlette.testclient import TestClient


def test_home():
    assert TestClient(app).get("/").status_code == 200
