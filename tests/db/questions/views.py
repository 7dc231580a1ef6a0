"""Queries of saved views on a few rows each."""

from db.customer_data import as_word
from db.queries import read_sql
from tests.db.questions.question import Question, Row

LONG_AGO = "2001-01-01"
ANN, BOB = 1001, 1002


def user(number: int, name: str) -> Row:
    values = {"user_id": number, "name": name, "role": "analyst", "password_hash": "-", "active": True}
    return {**values, "created_at": LONG_AGO}


def view(number: int, name: str, *texts: str, user_id: int | None = None) -> Row:
    """One that filters by these texts."""
    values = {"view_id": number, "name": name, "search": f"search {number}", "texts": list(texts)}
    return {**values, "user_id": user_id, "saved_at": LONG_AGO}


def who_is(customer_id: str) -> dict[str, str]:
    return {"customer_id": customer_id, "word": as_word(customer_id)}


PEOPLE = [user(ANN, "ann"), user(BOB, "bob")]
VIEWS = [
    view(1, "regulars", user_id=BOB),
    view(2, "Abroad", user_id=ANN),
    view(3, "back"),
    view(4, "of who is gone", user_id=9),
]
NEW = {"name": "new", "search": "q=x", "texts": ["x"], "user_id": ANN}
NUMBERED = "create temporary table saved_views (like public.saved_views including identity including defaults)"
NAMED: dict[str, list[Row]] = {
    "saved_views": [
        view(1, "watch", "17850"),
        view(2, "17850, look at this"),
        view(3, "orders of c17850"),
        view(4, "178", "1785", "178501"),
        view(5, "others", "14911"),
        view(6, "two", "France", "mail of 17850"),
        view(7, "none"),
    ]
}

QUESTIONS: dict[str, Question] = {
    "views come by name with who saved them, and one's own may be changed": Question(
        "backend/sql/saved_views",
        {"access.users": PEOPLE, "saved_views": VIEWS},
        [("Abroad", "ann", True), ("back", None, False), ("of who is gone", None, False), ("regulars", "bob", False)],
        {"view_id": None, "user_id": ANN, "is_admin": False},
        columns=("name", "saved_by", "may_change"),
    ),
    "an admin may change every view, and one view comes alone": Question(
        "backend/sql/saved_views",
        {"access.users": PEOPLE, "saved_views": VIEWS},
        [(1, "search 1", True)],
        {"view_id": 1, "user_id": None, "is_admin": True},
        columns=("view_id", "search", "may_change"),
    ),
    "who has no number owns no view that nobody saved": Question(
        "backend/sql/saved_views",
        {"access.users": PEOPLE, "saved_views": VIEWS},
        [(3, False)],
        {"view_id": 3, "user_id": None, "is_admin": False},
        columns=("view_id", "may_change"),
    ),
    "a view is saved where there is room for one more": Question(
        "backend/sql/save_view",
        {"pg_temp.saved_views": [view(1, "a"), view(2, "b")]},
        [("a", []), ("b", []), ("new", ["x"])],
        {**NEW, "most": 3},
        first=NUMBERED,
        reading="select name, texts from saved_views order by name",
    ),
    "no view is saved where there are as many as are kept": Question(
        "backend/sql/save_view",
        {"pg_temp.saved_views": [view(1, "a"), view(2, "b")]},
        [],
        {**NEW, "most": 2},
        first=NUMBERED,
    ),
    "a view is replaced whole, and the others stay": Question(
        "backend/sql/replace_view",
        {"saved_views": [view(1, "a", user_id=BOB), view(2, "b", "old", user_id=BOB)]},
        [("a", "search 1", [], BOB, False), ("new", "q=x", ["x"], ANN, True)],
        {**NEW, "view_id": 2},
        reading="select name, search, texts, user_id, saved_at > '2020-01-01' from saved_views order by 1",
    ),
    "the other views stay when one is deleted": Question(
        "backend/sql/delete_view",
        {"saved_views": [view(1, "a"), view(2, "b"), view(3, "c")]},
        [("a",), ("c",)],
        {"view_id": 2},
        reading="select name from saved_views order by name",
    ),
    "a customer's data have the views that name the customer": Question(
        "db/sql/customer_data/views",
        NAMED,
        [(1,), (2,), (6,)],
        who_is("17850"),
        columns=("view_id",),
    ),
    "a view that searches for a customer in other letters is the customer's": Question(
        "db/sql/customer_data/views",
        {"saved_views": [view(1, "a", " Anna@X.com "), view(2, "b", "hanna@x.com"), view(3, "to ANNA@X.COM")]},
        [(1,), (3,)],
        who_is("anna@x.com"),
        columns=("view_id",),
    ),
    "a short id is no word of a name": Question(
        "db/sql/customer_data/views",
        {"saved_views": [view(1, "top 10"), view(2, "a", "10"), view(3, "b", "10 of"), view(4, "c", "")]},
        [(2,)],
        who_is("10"),
        columns=("view_id",),
    ),
    "the views that name an erased customer are deleted": Question(
        "db/sql/erasing/forget_views",
        NAMED,
        [(3,), (4,), (5,), (7,)],
        who_is("17850"),
        {"{named}": read_sql("db/sql/customer_data/views").rstrip().removesuffix(";")},
        reading="select view_id from saved_views order by view_id",
    ),
}
