"""The schema's history on both databases: forth, back and forth again, and against what the program expects."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, create_engine, event, inspect, text

from bot.archive import Feedback
from bot.chat_state import Done, LivingChecklist, Mode, Posted, Question
from bot.chat_store import SqlChatState
from bot.database import Database, open_database
from bot.document_store import SqlDocuments
from bot.first_times_store import SqlFirstTimes
from bot.gaps.models import AnswerAudience, Draft, Editor, Proposal
from bot.gaps.store import SqlGaps
from bot.handoffs.models import Post, Side
from bot.handoffs.store import SqlHandoffs
from bot.jobs.alert_store import SqlAlerts
from bot.jobs.models import Aspect, Posting
from bot.jobs.store import SqlJobBoard
from bot.models import Audience, Checklist, Language
from bot.onboarding.models import Answered, Choices, Repetition, Wish
from bot.onboarding.store import SqlProgress
from bot.people_store import SqlPersonalData
from bot.schema import VERSION_TABLE, current_revision, migrating, upgrade
from bot.store import SqlStore
from bot.store_errors import StoreError
from bot.tables import Base
from tests.fakes.databases import counts
from tests.fakes.exchanges import MORNING, make_exchange, make_state, moment
from tests.fakes.handoffs import opened
from tests.fakes.jobs import POST, make_wish
from tests.fakes.team import make_document

pytest_plugins = ["tests.postgres"]

ME = "web:anna"
HEAD = "0012"


@pytest.fixture
def engine(database_url: str | None, tmp_path: Path) -> Iterator[Engine]:
    """A plain engine on the same database, as other programs would open it."""
    if database_url:
        made = create_engine(database_url.replace("postgresql://", "postgresql+psycopg://"))
    else:
        made = create_engine(f"sqlite:///{tmp_path / 'lotse.db'}")
        event.listen(made, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys=ON"))
    yield made
    made.dispose()


def fill(database: Database) -> None:
    """Put something into every table."""
    store = SqlStore(database)
    exchange = make_exchange()
    store.record(ME, Audience.RECRUITER, exchange, make_state("c1"))
    store.give_feedback(ME, exchange.id, Feedback(True))
    store.tick(ME, "c1", "start", "erste", done=True)
    store.save(make_state("t1"))
    SqlPersonalData(database).forget("nobody")
    fill_chat(SqlChatState(database))
    fill_jobs(database)
    SqlFirstTimes(database).is_first("telegram:1", "notice", "telegram:1:2")
    SqlDocuments(database).keep(make_document())
    fill_handoffs(database)
    fill_gaps(database, exchange.id)
    fill_onboarding(SqlProgress(database))


def fill_onboarding(progress: SqlProgress) -> None:
    """Put something into every table of progress."""
    again = Repetition(0, MORNING)
    progress.keep_answer(ME, Answered("m1", "q1", "o1", False, MORNING, again))
    progress.finish(ME, "m1", MORNING)
    progress.choose(ME, Choices("Anna", "Ben", companion="slack:T1:U2", nudge_hour=9, nudge_since=MORNING), MORNING)
    progress.offer(ME, "d1", moment(9), MORNING)
    progress.join("session:1", "d1", MORNING)
    progress.offer(ME, "d2", MORNING, MORNING)


def fill_handoffs(database: Database) -> None:
    """Put something into every table of candidates' conversations with recruiters."""
    handoffs = SqlHandoffs(database)
    token = opened(handoffs).token
    handoffs.note_post(Post(Side.TEAM, "slack:T1:C1", "1.1", token))


def fill_gaps(database: Database, exchange: str) -> None:
    """Put something into every table of gaps."""
    gaps, editor = SqlGaps(database), Editor(ME, "Anna")
    gaps.file(replace(one, gap="g1") for one in gaps.ungrouped(10))
    assert gaps.propose(exchange, "g1", Proposal("Fragt Ben.", "Anna", MORNING), ME)
    assert gaps.publish("g1", Draft(("Wer?",), {Language.DE: "Ben."}, AnswerAudience.INTERNAL), editor)


def fill_chat(chat: SqlChatState) -> None:
    """Put something into every table of the chat's state."""
    chat.open_thread("slack:T1:C1:1.1")
    chat.set_mode("T1", "C1", Mode.OFF, "U1")
    chat.hand_off("slack:T1:C1:1.1", "U1", MORNING)
    chat.keep_question(Question("slack:T1:C1:1.1", "1.1", "U1", "e1"))
    chat.keep_posted(Posted("e1", 0, "slack:T1:C1:1.1", "C1", "1.2"))
    chat.keep_checklist(
        LivingChecklist("l1", "slack:T1:C1:1.1", "slack:T1:U1", Language.DE, Checklist("start", "Start", ()))
    )
    chat.tick("l1", Done(0, "U1", MORNING))
    chat.set_language("slack:T1:U1", Language.EN)


def fill_jobs(database: Database) -> None:
    board, alerts = SqlJobBoard(database), SqlAlerts(database)
    wish = alerts.subscribe(ME, make_wish(), "v1")
    job = board.publish(board.add(POST, ME).id)
    assert job
    assert alerts.plan(job, (wish,)) == 1
    board.note_question(job.id, Aspect.SALARY, "m1", answered=True)
    board.note_posting(Posting(job.id, "@jobs", "1", 1, False))


def test_opening_makes_everything_and_opening_again_changes_nothing(database_url: str | None, tmp_path: Path) -> None:
    with open_database(tmp_path, database_url) as database:
        fill(database)
        filled = counts(database)
    assert all(filled.values())
    with open_database(tmp_path, database_url) as database:
        assert counts(database) == filled
        assert SqlStore(database).transcript(ME, "c1")


def test_there_and_back_and_there_again_with_data(database_url: str | None, tmp_path: Path, engine: Engine) -> None:
    with open_database(tmp_path, database_url) as database:
        fill(database)
    with migrating(engine) as config:
        command.downgrade(config, "base")
    assert set(inspect(engine).get_table_names()) == {VERSION_TABLE}
    with open_database(tmp_path, database_url) as database:
        assert not any(counts(database).values())
        fill(database)
        assert all(counts(database).values())


def test_what_was_kept_before_a_step_is_there_after_it(
    database_url: str | None, tmp_path: Path, engine: Engine
) -> None:
    """From the first schema on, and back to it: conversations stay when the chat's state comes and goes."""
    with migrating(engine) as config:
        command.upgrade(config, "0001")
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO threads VALUES ('t0', '', '2026-01-01 00:00:00')"))
    with open_database(tmp_path, database_url) as database:
        fill(database)
        assert counts(database)["threads"] == 2
    with migrating(engine) as config:
        command.downgrade(config, "0001")
    with open_database(tmp_path, database_url) as database:
        kept = SqlStore(database).transcript(ME, "c1")
        assert kept
        assert counts(database)["chat_questions"] == 0
        fill_chat(SqlChatState(database))
        fill_jobs(database)
        SqlFirstTimes(database).is_first("telegram:1", "notice", "telegram:1:2")
        SqlDocuments(database).keep(make_document())
        fill_handoffs(database)
        fill_gaps(database, kept.exchanges[0].id)
        fill_onboarding(SqlProgress(database))
        assert all(counts(database).values())


def test_who_was_on_the_path_before_reminders_stays_on_it(
    database_url: str | None, tmp_path: Path, engine: Engine
) -> None:
    """Up with people of before, and back with people of now: what the older schema knows of them stays."""
    with migrating(engine) as config:
        command.upgrade(config, "0009")
    with engine.begin() as connection:
        values = f"('{ME}', 'Anna', 'Ben', true, false, '2026-01-01 00:00:00')"
        connection.execute(text(f"INSERT INTO learners VALUES {values}"))
        connection.execute(text(f"INSERT INTO learner_modules VALUES ('{ME}', 'm0', '2026-01-01 00:00:00')"))
    with open_database(tmp_path, database_url) as database:
        progress = SqlProgress(database)
        assert progress.record(ME).choices == Choices("Anna", "Ben", shared=True)
        progress.choose(ME, Choices("Anna", "Eva", True, False, "slack:T1:U2", 9, MORNING), MORNING)
        assert progress.wishes("web") == (Wish(ME, 9, MORNING),)
    with migrating(engine) as config:
        command.downgrade(config, "0009")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT name, buddy FROM learners")).all() == [("Anna", "Eva")]
        assert connection.scalar(text("SELECT count(*) FROM learner_modules")) == 1
    with open_database(tmp_path, database_url) as database:
        assert SqlProgress(database).record(ME).choices == Choices("Anna", "Eva", shared=True)


def test_the_migrations_make_what_the_program_expects(database_url: str | None, tmp_path: Path, engine: Engine) -> None:
    open_database(tmp_path, database_url).close()
    with engine.connect() as connection:
        options = {"compare_type": True, "version_table": VERSION_TABLE}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata) == []


def test_keys_and_cascades_are_those_of_the_tables(database_url: str | None, tmp_path: Path, engine: Engine) -> None:
    """Names and cascades on SQLite are nothing that the comparison sees."""
    open_database(tmp_path, database_url).close()
    found = inspect(engine)
    for table in Base.metadata.sorted_tables:
        keys = found.get_foreign_keys(table.name)
        cascades = {(key["referred_table"], key["options"].get("ondelete")) for key in keys}
        assert cascades == {(key.column.table.name, "CASCADE") for key in table.foreign_keys}
        primary = found.get_pk_constraint(table.name)["constrained_columns"]
        assert primary == [column.name for column in table.primary_key]


def test_other_tables_in_the_database_are_left_alone(database_url: str | None, tmp_path: Path, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
        connection.execute(text("INSERT INTO alembic_version VALUES ('another program')"))
    open_database(tmp_path, database_url).close()
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "another program"


def test_a_newer_database_is_refused_and_left_alone(database_url: str | None, tmp_path: Path, engine: Engine) -> None:
    with open_database(tmp_path, database_url) as database:
        fill(database)
    with engine.begin() as connection:
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
    with pytest.raises(StoreError, match=r"newer version of Lotse \(schema 9999\)\. Mend: update Lotse"):
        open_database(tmp_path, database_url)
    with engine.begin() as connection:
        assert current_revision(connection) == "9999"
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '{HEAD}'"))
    with open_database(tmp_path, database_url) as database:
        assert all(counts(database).values())


def test_a_migration_that_fails_leaves_nothing(database_url: str | None, tmp_path: Path, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE ticks (in_the_way INTEGER)"))
    with pytest.raises(StoreError, match="ticks"):
        open_database(tmp_path, database_url)
    assert "conversations" not in inspect(engine).get_table_names()
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE ticks"))
    with open_database(tmp_path, database_url) as database:
        fill(database)


OPENER = """
import sys
from pathlib import Path
from bot.document_store import SqlDocuments
from bot.database import open_database
with open_database(Path("."), sys.argv[1]) as database:
    print(database.dialect)
"""


def test_several_processes_open_an_empty_postgresql_at_once(postgres_url: str) -> None:
    def start(_: int) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-c", OPENER, postgres_url], capture_output=True, text=True, check=False)

    with ThreadPoolExecutor(4) as pool:
        assert [(done.stdout, done.returncode) for done in pool.map(start, range(4))] == [("postgresql\n", 0)] * 4


@pytest.mark.parametrize("database_url", [None], ids=["sqlite"])
def test_a_rebuilt_table_keeps_what_refers_to_it(database_url: None, tmp_path: Path, engine: Engine) -> None:
    """On SQLite alembic drops the old table, and with foreign keys checked that would delete the exchanges."""
    with open_database(tmp_path, database_url) as database:
        fill(database)
    with migrating(engine) as config:
        context = MigrationContext.configure(config.attributes["connection"])
        with Operations(context).batch_alter_table("conversations", recreate="always") as batch:
            batch.alter_column("title", nullable=True)
    with open_database(tmp_path, database_url) as database:
        assert all(counts(database).values())


def test_upgrading_twice_on_one_engine_is_harmless(engine: Engine) -> None:
    upgrade(engine)
    upgrade(engine)
    with engine.connect() as connection:
        assert current_revision(connection) == HEAD
