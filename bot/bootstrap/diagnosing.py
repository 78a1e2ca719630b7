"""What `lotse doctor` finds of index, store and documents."""

from bot.bootstrap.building import team_documents
from bot.bootstrap.opening import open_store
from bot.bootstrap.shared import index_folder
from bot.diagnosis import Finding
from config.settings import Settings


def diagnose(settings: Settings) -> tuple[Finding, ...]:
    """Return what is configured, what is missing, and how to mend it."""
    from bot.health import Setup, examine  # noqa: PLC0415 - as in _parts

    web = settings.web
    setup = Setup(
        data_dir=settings.data_dir,
        index=index_folder(settings),
        model=settings.embedding.model,
        human_contact=settings.answers.human_contact,
        web=f"{web.host}:{web.port}, login: {web.login}",
        web_problem=web.problem,
        open_database=(lambda: _open_briefly(settings)) if settings.database_url else None,
        documents=lambda: team_documents(settings),
        retention_days=settings.retention.days,
    )
    return tuple(examine(setup))


def _open_briefly(settings: Settings) -> None:
    with open_store(settings):
        return
