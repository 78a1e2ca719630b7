"""The tables of a team's documents. Conversations and documents share one schema and one history of migrations."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from bot.tables import Base


class DocumentRow(Base):
    """A document. `source` is the file it was read from, `digest` the SHA-256 of that file."""

    __tablename__ = "documents"

    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    owner: Mapped[str]
    audience: Mapped[str]
    review_on: Mapped[date | None] = mapped_column(Date())
    source: Mapped[str]
    digest: Mapped[str]
    added_at: Mapped[datetime]
    added_by: Mapped[str]


class PassageRow(Base):
    """A text of a document; `section` is a list of headings in JSON."""

    __tablename__ = "passages"

    document_id: Mapped[str] = mapped_column(ForeignKey(DocumentRow.id, ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    section: Mapped[str]
    page: Mapped[int | None]
    language: Mapped[str]
    text: Mapped[str]
