"""What the OpenAPI document says in words: how the API behaves, its errors, its headers, and what stands in paths."""

from typing import Any

ABOUT = """Figures, customers, predictions and campaigns of the published run.

- **Who asks**: with sign-in on, send a key: `Authorization: Bearer KEY`. Writes without a key need the header
  `X-Requested-With` with any value.
- **Runs**: every figure is of one published run, which `X-Run-Id` names. A new run appears everywhere at once;
  `X-Served-Run-Id` names the run that is served, also where an answer is of an earlier one.
- **Pages**: a list gives `next_cursor`; send it as `cursor` for the next page, null is the end. A cursor belongs to
  its run, filters and order.
- **Not twice**: send an answer's `ETag` as `If-None-Match`; 304 says that nothing has changed.
- **Errors** are `application/problem+json` (RFC 9457) with a title, what was wrong with which parameter, and a request
  id. A parameter that is not known is refused.
- **Values**: money is in the shop's currency, shares are 0 to 1, times without an offset are the shop's own clock, and
  null is what is not known, or not worked out yet."""

ERRORS = {
    "400": "The body cannot be read, or is cut short",
    "401": "Nobody has signed in, or the key is not valid",
    "403": "Not allowed with this role or from here, or X-Requested-With is missing",
    "404": "There is no such thing",
    "409": "It stands against what is there already, such as a name that is taken",
    "410": "It is gone: a cursor's run (start at the first page), an uploaded file (upload it again)",
    "413": "The body is too large",
    "415": "The body is not JSON, or no file of order lines",
    "422": "A parameter is wrong; `errors` names it",
    "429": "Too many at once, or too many attempts; `Retry-After` says when to try again",
    "503": "Nothing is published yet, or the database is away or too slow",
    "507": "No room for another file",
}


def _header(description: str, **schema: Any) -> dict[str, Any]:
    return {"description": description, "schema": schema}


HEADERS = {
    "ETag": _header("The answer's name: the same for the same question to the same run.", type="string"),
    "Retry-After": _header("Seconds to wait.", type="integer"),
    "X-Query": _header("The queries behind the figures; GET /api/queries/{name} shows each.", type="string"),
    "X-Request-Id": _header("The request's name in the server's log.", type="string"),
    "X-Run-Id": _header("The run that the answer is of.", type="integer"),
    "X-Served-Run-Id": _header("The run that is served now; another one than before is a new one.", type="integer"),
}

REQUEST_HEADERS = {
    "X-Requested-With": {
        "name": "X-Requested-With",
        "in": "header",
        "required": False,
        "description": "Any value; needed unless a key is sent, so that no other site's page can ask for this.",
        "schema": {"type": "string"},
        "example": "fetch",
    },
    "If-None-Match": {
        "name": "If-None-Match",
        "in": "header",
        "required": False,
        "description": "The ETag of an answer that is there already; 304 when it still holds.",
        "schema": {"type": "string"},
    },
}

# What stands in a path.
IDS = {
    "campaign_id": "The campaign's number, as the list of campaigns has it.",
    "customer_id": "The customer's id, as it stood in the file of order lines.",
    "import_id": "The uploaded file, as the answer to its upload names it.",
    "job_id": "The job's number, as the answer that asked for it names it.",
    "key_id": "The key's number, as the list of keys has it.",
    "name": "The query's name, as X-Query and the list of queries have it.",
    "run_id": "The run's number, as the list of runs has it.",
    "stock_code": "The product's stock code.",
    "user_id": "The user's number, as the list of users has it.",
    "view_id": "The view's number, as the list of views has it.",
}
