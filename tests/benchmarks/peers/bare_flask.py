"""The least that Flask can do: a short text, nothing asked of a database."""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def hello() -> str:
    return "hello"
