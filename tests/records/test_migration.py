"""The steps of the database give the tables that the program writes to, up and down, and stop where they must."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from myotome.errors import InputError
from myotome.records import Records
from myotome.records.storage.migration import migrate, shape_of
from myotome.records.storage.schema import METADATA


def test_the_steps_lead_to_the_tables_of_the_program(records: Records) -> None:
    with records.engine.begin() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_down_and_up_again(records: Records) -> None:
    with records.engine.begin() as connection:
        assert migrate(connection, records.keys, "base") == ""
        assert inspect(connection).get_table_names() == ["alembic_version"]
        assert migrate(connection, records.keys) == "0003"


def test_a_step_that_is_not_committed_leaves_the_old_shape(records: Records) -> None:
    with records.engine.connect() as connection:
        assert migrate(connection, records.keys, "base") == ""
    with records.engine.begin() as connection:
        assert shape_of(connection) == "0003"
        assert set(inspect(connection).get_table_names()) >= set(METADATA.tables)


def test_a_database_of_a_newer_program_is_left_alone(records: Records) -> None:
    with records.engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(InputError, match="newer version"), records.engine.begin() as connection:
        migrate(connection, records.keys)
