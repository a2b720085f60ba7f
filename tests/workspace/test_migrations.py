"""Old tables become new ones wholly or not at all, after a backup."""

import pytest
import sqlalchemy as sa

from risks.workspace import BrokenLogError, NewerWorkspaceError, WorkspaceError
from risks.workspace import check_file as check
from risks.workspace.engines import Durability, engine_of
from risks.workspace.migrations import MIGRATIONS, migrate
from risks.workspace.places import place_of
from tests.workspace.conftest import START
from tests.workspace.drafts import draft, record


def add_ward(connection):
    """Change the tables in some statements, as a later program might."""
    connection.exec_driver_sql("CREATE TABLE araxes_ward (seq INTEGER, name TEXT)")
    connection.exec_driver_sql(
        "INSERT INTO araxes_ward SELECT seq, kind FROM araxes_log"
    )
    connection.exec_driver_sql("ALTER TABLE araxes_ward ADD COLUMN place TEXT")
    connection.exec_driver_sql("UPDATE araxes_ward SET place = name")
    connection.exec_driver_sql("CREATE INDEX araxes_ward_seq ON araxes_ward (seq)")


def lose_an_entry(connection):
    """Do what no migration may: change what an entry says."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("DROP TRIGGER araxes_log_no_update")
    else:
        connection.exec_driver_sql("DROP TRIGGER araxes_log_no_change ON araxes_log")
    connection.exec_driver_sql("UPDATE araxes_log SET author = 'Eve' WHERE seq = 2")


LATER = (*MIGRATIONS, add_ward)
STATEMENTS = 7  # of add_ward, the note of the version, and the check of the chain


@pytest.fixture
def engine(target):
    engine = engine_of(place_of(target), Durability())
    yield engine
    engine.dispose()


@pytest.fixture
def old(target, open_at):
    """Return a workspace of today with three entries."""
    workspace = open_at(target)
    record(workspace, *[draft()] * 3)
    return workspace


def _tables(engine):
    return sorted(sa.inspect(engine).get_table_names())


def test_a_migration_keeps_every_entry_and_backs_up_first(
    old, target, open_at, engine, tmp_path
):
    before = old.entries()
    new = open_at(target, migrations=LATER, backup_folder=tmp_path)
    assert [each.row for each in new.entries()] == [each.row for each in before]
    assert new.verify([old.head()]) is None
    assert _tables(engine) == ["araxes_log", "araxes_schema", "araxes_ward"]
    (backup,) = tmp_path.glob("workspace-before-migration-1-*.db")
    check(backup, [old.head()])
    again = open_at(target, migrations=LATER, backup_folder=tmp_path)
    record(again, draft())
    assert len([*tmp_path.glob("*-before-*")]) == 1


def test_a_newer_workspace_is_refused_in_words(old, target, open_at, tmp_path):
    new = open_at(target, migrations=LATER, backup_folder=tmp_path)
    with pytest.raises(NewerWorkspaceError) as caught:
        open_at(target)
    assert str(caught.value) == (
        "the workspace was written by a newer program (its tables are version 2, this "
        "program knows up to 1) and was left untouched; update this program"
    )
    assert len(new.entries()) == 3


@pytest.mark.parametrize("broken_at", range(1, STATEMENTS + 1))
def test_a_failure_at_any_statement_changes_nothing(
    old, target, open_at, engine, tmp_path, broken_at
):
    def fail(connection):
        seen = []

        @sa.event.listens_for(connection, "before_cursor_execute")
        def _count(*_words):
            seen.append(1)
            if len(seen) == broken_at:
                raise RuntimeError("the power went")

        add_ward(connection)

    with pytest.raises(RuntimeError, match="the power went"):
        open_at(target, migrations=(*MIGRATIONS, fail), backup_folder=tmp_path)
    assert _tables(engine) == ["araxes_log", "araxes_schema"]
    assert len(record(old, draft())) == 1
    assert old.verify() is None
    assert open_at(target, migrations=LATER, backup_folder=tmp_path).version("x") == 0


def test_a_migration_that_changes_an_entry_is_taken_back(
    old, target, open_at, tmp_path
):
    wrong = (*MIGRATIONS, lose_an_entry)
    with pytest.raises(BrokenLogError, match="entry 2 was changed after it was rec"):
        open_at(target, migrations=wrong, backup_folder=tmp_path)
    assert open_at(target).verify([old.head()]) is None


def test_a_server_is_not_migrated_without_a_backup(old, target, open_at):
    if old.place.path is not None:
        assert open_at(target, migrations=LATER).version("x") == 0
        return
    with pytest.raises(WorkspaceError, match="name a folder for a backup"):
        open_at(target, migrations=LATER)


def test_two_programs_migrate_once(old, target, open_at, engine, tmp_path):
    steps = []

    def counted(connection):
        steps.append(1)
        add_ward(connection)

    def meanwhile(_version):  # another program is quicker, after this one's look
        open_at(target, migrations=(*MIGRATIONS, counted), backup_folder=tmp_path)

    assert migrate(engine, START, meanwhile, (*MIGRATIONS, counted)) == 1
    assert steps == [1]
