"""The mistake that the pool must survive: an application that has asked the database before gunicorn forks."""

from apiflask import APIFlask
from sqlalchemy import text

from backend.app import create_app


def create() -> APIFlask:
    app = create_app()
    with app.extensions["database"].engine.connect() as connection:
        connection.execute(text("select 1"))
    return app
