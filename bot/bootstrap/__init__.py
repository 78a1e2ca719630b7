"""Puts Lotse together from settings; this and `assembly` name every concrete class, and only this reads settings."""

from bot.bootstrap.answering import build_alert_desk as build_alert_desk
from bot.bootstrap.answering import build_assistant as build_assistant
from bot.bootstrap.answering import build_job_guide as build_job_guide
from bot.bootstrap.answering import build_job_search as build_job_search
from bot.bootstrap.answering import host as host
from bot.bootstrap.bringing_in import ingest as ingest
from bot.bootstrap.bringing_in import make_document_desk as make_document_desk
from bot.bootstrap.bringing_in import remove_documents as remove_documents
from bot.bootstrap.building import build_index as build_index
from bot.bootstrap.building import evaluate as evaluate
from bot.bootstrap.building import index_is_current as index_is_current
from bot.bootstrap.building import rebuild_index as rebuild_index
from bot.bootstrap.diagnosing import diagnose as diagnose
from bot.bootstrap.onboarding import indexed_topics as indexed_topics
from bot.bootstrap.onboarding import make_onboarding_desk as make_onboarding_desk
from bot.bootstrap.onboarding import served_topics as served_topics
from bot.bootstrap.opening import DOCUMENTS_FOLDER as DOCUMENTS_FOLDER
from bot.bootstrap.opening import make_gap_desk as make_gap_desk
from bot.bootstrap.opening import make_job_desk as make_job_desk
from bot.bootstrap.opening import open_documents as open_documents
from bot.bootstrap.opening import open_store as open_store
from bot.bootstrap.people import build_handoff_desk as build_handoff_desk
from bot.bootstrap.shared import INDEX_FOLDER as INDEX_FOLDER
from bot.bootstrap.shared import generation as generation
from bot.bootstrap.shared import index_folder as index_folder
from bot.bootstrap.shared import stand_back as stand_back
