"""Many ids as one parameter of a statement: a parameter for each would cost more than the reading.

SQLAlchemy writes a statement anew for every number of ids, and psycopg reads it again: for a claim of 500 people that
was half of all the work of sending to them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Dialect, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.visitors import InternalTraversal
from sqlalchemy.types import UserDefinedType


class Ids(UserDefinedType[Collection[int]]):
    """Ids in one text: as PostgreSQL writes an array (psycopg takes far longer to write one), or in JSON for SQLite."""

    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[Collection[int] | None], str]:
        left, right = "{}" if dialect.name == "postgresql" else "[]"
        return lambda ids: left + ",".join(map(str, ids or ())) + right


class OneOf(ColumnElement[bool]):
    """Condition: the column is one of the ids of a parameter."""

    type = Boolean()
    inherit_cache = True
    _traverse_internals = [  # noqa: RUF012 - SQLAlchemy's own way
        ("column", InternalTraversal.dp_clauseelement),
        ("ids", InternalTraversal.dp_clauseelement),
    ]

    def __init__(self, column: Any, ids: ColumnElement[Any]) -> None:  # noqa: ANN401 - a column
        self.column = column.__clause_element__() if hasattr(column, "__clause_element__") else column
        self.ids = ids

    def self_group(self, against: object = None) -> OneOf:
        """As it stands: SQLAlchemy would compare it with 1, and SQLite then read the whole table."""
        return self


@compiles(OneOf, "postgresql")
def _as_array(element: OneOf, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401
    column, ids = compiler.process(element.column, **kw), compiler.process(element.ids, **kw)
    return f"{column} = ANY (CAST({ids} AS BIGINT[]))"


@compiles(OneOf)
def _as_list(element: OneOf, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401
    column, ids = compiler.process(element.column, **kw), compiler.process(element.ids, **kw)
    return f"{column} IN (SELECT value FROM json_each({ids}))"  # noqa: S608 - names of columns and parameters


def one_of(column: Any, ids: Collection[int]) -> ColumnElement[bool]:  # noqa: ANN401 - a column of ids
    """Condition: the column is one of these ids, of which there may be any number."""
    return OneOf(column, bindparam(None, list(ids), type_=Ids(), unique=True))


def one_of_those(column: Any, name: str) -> ColumnElement[bool]:  # noqa: ANN401 - a column of ids
    """The same with the ids of a parameter of that name, for a statement that is built once."""
    return OneOf(column, bindparam(name, type_=Ids()))
