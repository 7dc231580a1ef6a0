"""What every shape stands on: answers, questions that refuse unknown names, and the kinds of value."""

import json
from datetime import datetime
from typing import Annotated, Any, Self, get_origin

from flask import has_request_context, request
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import CoreSchema, core_schema


class Answer(BaseModel):
    """Base of what the API gives."""


def as_list(value: Any) -> Any:
    return value if value is None or isinstance(value, list) else [value]


class OneOrMany:
    """On `list[...] | None`: in a body it is one value or a list of them."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(as_list, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        choices = handler(schema)["anyOf"]
        return {"anyOf": [choices[0]["items"], *choices]}


Score = Annotated[int, Field(ge=1, le=5)]
NO_NUL = r"^[^\x00]*$"  # PostgreSQL keeps none
Text = Annotated[str, Field(max_length=200, pattern=NO_NUL)]
# What somebody calls a thing: not of blanks alone.
Label = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$"),
]
Money = Annotated[float, Field(ge=-1e12, le=1e12, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0, le=2_000_000_000)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Cursor = Annotated[str, Field(max_length=1000, pattern=r"^[A-Za-z0-9_-]+$")]
Many = OneOrMany()
# A moment by the shop's own clock, as the order lines have it: without an offset.
ShopTime = Annotated[
    datetime,
    WithJsonSchema(
        {
            "type": "string",
            "format": "date-time-local",
            "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?$",
        }
    ),
]


class Strict(BaseModel):
    """Base of what the API takes: an unknown name is refused."""

    model_config = ConfigDict(extra="forbid")


def _whole(value: Any) -> Any:
    """The same with 5 for 5.0, which are one number to JSON."""
    if isinstance(value, dict):
        return {name: _whole(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_whole(each) for each in value]
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 2**53 else value


class Body(Strict):
    """Base of what comes as JSON, where every value has its kind already: `"5"` and `true` are no numbers."""

    @classmethod
    def model_validate(cls, obj: Any, **_options: Any) -> Self:
        return cls.model_validate_json(json.dumps(_whole(obj)), strict=True)


class Query(Strict):
    """Base of what comes in the query string, where a list's name repeats and an empty value means none."""

    @model_validator(mode="before")
    @classmethod
    def gather(cls, data: Any) -> Any:
        if not has_request_context():
            return data
        gathered: dict[str, Any] = {}
        for name in request.args:
            field = cls.model_fields.get(name)
            values = [value for value in request.args.getlist(name) if value != ""]
            many = field is not None and any(get_origin(part) is list for part in _parts(field.annotation))
            if values:
                gathered[name] = values if many else values[-1]
            elif field is None:
                gathered[name] = None
        return gathered


def _parts(annotation: Any) -> tuple[Any, ...]:
    return getattr(annotation, "__args__", (annotation,)) if get_origin(annotation) is not list else (annotation,)


class NoQuery(Query):
    """Takes no parameters."""
