"""The values of parameters: read all at once, set by the office."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from storage.declared import DECLARED
from storage.parameters import Parameters, Setting, read_value
from storage.tables import Parameter, Region


def load(conn: Connection) -> Parameters:
    """All settings. Those of a parameter that this version no longer has are passed over.

    Raises:
        ParameterProblem: a stored value does not fit its parameter.
    """
    rows = conn.execute(
        select(Parameter.name, Region.path, Parameter.valid_from, Parameter.valid_to, Parameter.value)
        .outerjoin(Region, Region.id == Parameter.region_id)
        .where(Parameter.name.in_(DECLARED))
    )
    return Parameters(
        Setting(name, path or "/", since, until, read_value(name, value))
        for name, path, since, until, value in rows
    )


def put(
    conn: Connection,
    name: str,
    region_id: int | None,
    valid_from: date,
    valid_to: date | None,
    value: Any,  # noqa: ANN401 - JSON
    source: str,
) -> None:
    """Set a parameter for a region (None: everywhere); replaces the setting of the same first day.

    Raises:
        ParameterProblem: no such parameter, or the value does not fit it.
    """
    read_value(name, value)
    # By hand: to a unique constraint two rows without a region are different.
    same = (Parameter.name == name, Parameter.region_id.is_not_distinct_from(region_id))
    conn.execute(delete(Parameter).where(*same, Parameter.valid_from == valid_from))
    conn.execute(
        insert(Parameter).values(
            name=name,
            region_id=region_id,
            valid_from=valid_from,
            valid_to=valid_to,
            value=value,
            source=source,
        )
    )
