"""`lotse onboarding draft`: the draft of a module from a document of the team's."""

from adapters.document_wording import document_wording
from adapters.errors import InputError
from adapters.terminal.failures import Status
from adapters.terminal.onboarding_wording import onboarding_wording
from adapters.terminal.session import Session
from bot.onboarding.drafting import write_draft


def draft(session: Session, document: str) -> Status:
    """Write the draft, and say where it stands and what is to be done."""
    settings = session.settings
    with session.services.open_documents(settings) as documents:
        found = next((one for one in documents.everything() if one.id == document), None)
    if found is None:
        raise InputError(document_wording(session.language).unknown.format(id=document))
    file = write_draft(settings.data_dir, found)
    session.say(onboarding_wording(session.language).drafted.format(file=file))
    return Status.FINE
