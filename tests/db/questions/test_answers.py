"""Every question of this folder's modules gets the answer that one counts by hand."""

import importlib
import pkgutil
from pathlib import Path

import pytest
from sqlalchemy import Connection

from tests.db.questions.question import Question

MODULES = sorted(name for _, name, _ in pkgutil.iter_modules([str(Path(__file__).parent)]))
ASKED = [
    pytest.param(question, id=name)
    for module in MODULES
    if module not in {"conftest", "question", "test_answers"}
    for name, question in importlib.import_module(f"tests.db.questions.{module}").QUESTIONS.items()
]


@pytest.mark.parametrize("question", ASKED)
def test_the_answer_is_what_one_counts_by_hand(connection: Connection, question: Question) -> None:
    assert question.answer(connection) == question.found
