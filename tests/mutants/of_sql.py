"""Mutants of SQL: a condition dropped, a comparison flipped, min and max or and and or swapped.

sqlglot finds the words and checks that what comes out is still SQL; the rest of the file stays as it was.
"""

import logging
from collections.abc import Iterator

import sqlglot
from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import Token, TokenType

from db.settings import ROOT
from tests.mutants.mutant import Mutant

logging.getLogger("sqlglot").setLevel(logging.ERROR)  # it warns of each statement that it knows by name only

FLIPPED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "=": "<>", "<>": "=", "!=": "="}
SWAPPED = {
    "min": "max", "max": "min", "least": "greatest", "greatest": "least", "and": "or", "or": "and",
    "asc": "desc", "desc": "asc",
}  # fmt: skip
CALLED = {"min", "max", "least", "greatest"}
CONDITION_ENDS = {
    "and", "or", "then", "else", "end", "group", "order", "limit", "having", "union", "except", "intersect", "window",
    "where", "join", "left", "right", "inner", "cross", "full", "returning", "on", "when", "offset", "fetch", "for",
    ",", ";",
}  # fmt: skip


def _name(token: Token) -> str:
    """Its first word: `order by` is one token."""
    return token.text.lower().split()[0] if token.text.strip() else ""


def _condition_end(tokens: list[Token], begin: int) -> int:
    """The index behind the condition that begins here."""
    depth, between, at = 0, 0, begin
    while at < len(tokens):
        token = tokens[at]
        if token.token_type in {TokenType.L_PAREN, TokenType.L_BRACKET}:
            depth += 1
        elif token.token_type in {TokenType.R_PAREN, TokenType.R_BRACKET}:
            if depth == 0:
                return at
            depth -= 1
        elif depth == 0 and _name(token) == "between":
            between += 1
        elif depth == 0 and _name(token) == "and" and between:
            between -= 1
        elif depth == 0 and _name(token) == "case":
            depth += 1
        elif _name(token) == "end" and depth:
            depth -= 1
        elif depth == 0 and _name(token) in CONDITION_ENDS and token.token_type is not TokenType.STRING:
            return at
        at += 1
    return at


def _words_before(tokens: list[Token], at: int) -> Iterator[str]:
    """The words before this one in the same parentheses, the nearest first, without what stands in inner ones."""
    depth = 0
    for token in reversed(tokens[:at]):
        if token.token_type is TokenType.R_PAREN:
            depth += 1
        elif token.token_type is TokenType.L_PAREN:
            depth -= 1
            if depth < 0:
                return
        elif depth == 0:
            yield _name(token)


def _is_between(tokens: list[Token], at: int) -> bool:
    """This `and` belongs to a `between`."""
    ends = {*CONDITION_ENDS, "select", "between"}
    return next((word for word in _words_before(tokens, at) if word in ends), None) == "between"


def _is_sql(text: str) -> bool:
    try:
        sqlglot.parse(text.replace("{", "a_").replace("}", "_b"), read="postgres")
    except SqlglotError:
        return False
    return True


def sql_mutants(file: str) -> Iterator[Mutant]:
    """All mutants of an SQL file, from top to bottom."""
    text = (ROOT / file).read_text(encoding="utf-8")
    tokens = sqlglot.tokenize(text, read="postgres")
    parses = _is_sql(text)  # a block of PL/pgSQL does not

    def made(first: Token, last: Token, replacement: str, change: str) -> Iterator[Mutant]:
        start, end = (len(text[:place].encode()) for place in (first.start, last.end + 1))
        mutant = Mutant(file, start, end, replacement, change)
        if not parses or _is_sql(mutant.mutated.decode()):
            yield mutant

    for at, token in enumerate(tokens):
        name = _name(token)
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if token.token_type in {TokenType.STRING, TokenType.IDENTIFIER} or following is None:
            continue
        if name in FLIPPED and not (name == "=" and _is_assignment(tokens, at)):
            yield from made(token, token, FLIPPED[name], f"{name} became {FLIPPED[name]}")
        is_called = following.token_type is TokenType.L_PAREN
        if name in SWAPPED and (is_called or name not in CALLED) and not (name == "and" and _is_between(tokens, at)):
            yield from made(token, token, SWAPPED[name], f"{name} became {SWAPPED[name]}")
        if (name == "and" and not _is_between(tokens, at)) or name in {"where", "having"}:
            end = _condition_end(tokens, at + 1)
            if name != "and" and end < len(tokens) and _name(tokens[end]) in {"and", "or"}:
                # Only the first of several: the word `where` stays.
                yield from made(tokens[at + 1], tokens[end], "", "a condition is dropped")
            elif end > at + 1:
                yield from made(token, tokens[end - 1], "", "a condition is dropped")


def _is_assignment(tokens: list[Token], at: int) -> bool:
    """`set column = value`, and a named argument's `=>`."""
    ends = {"set", "where", "on", "when", "and", "or", "select", "having", "from"}
    return next((word for word in _words_before(tokens, at) if word in ends), None) == "set"
