"""A right post among the first three, on posts and queries as people write them."""

import json
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.assistant import Assistant
from bot.bootstrap import build_job_search
from bot.jobs.choices import load_choices
from bot.jobs.drafts import DraftReader
from bot.jobs.importing import JobFileReader
from bot.jobs.models import Employment, Job, JobState
from bot.jobs.search import JobSearch
from config.settings import Settings
from knowledge.models import Language
from tests.fakes.job_board import OpenPosts, make_job

HERE = Path(__file__).parent
FIRST = 3
GOAL = 0.95


@pytest.fixture(scope="module")
def posts() -> tuple[Job, ...]:
    reader = JobFileReader(DraftReader(load_choices()))
    reports = [reader.read(HERE / f"jobs.{language}.csv") for language in Language]
    assert not any(report.mistakes for report in reports)
    return tuple(make_job(_name(post.apply_link), post) for report in reports for post in report.posts)


@pytest.fixture
def board(posts: Sequence[Job]) -> OpenPosts:
    return OpenPosts(posts)


@pytest.fixture(scope="module")
def shared(posts: Sequence[Job], settings: Settings, assistant: Assistant) -> JobSearch:
    """One index for all tests that change no post; `assistant` sees to it that the parts are built."""
    return build_job_search(settings, OpenPosts(posts))


def _name(link: str) -> str:
    return link.rpartition("/")[2]


def _queries(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def _found(search: JobSearch, text: str, language: Language, limit: int = FIRST) -> list[str]:
    return [match.job.id for match in search.find(text, language, limit).matches]


@pytest.mark.parametrize(("name", "size"), [("job_queries.jsonl", 100), ("job_queries_aside.jsonl", 40)])
def test_a_right_post_is_among_the_first_three(shared: JobSearch, posts: Sequence[Job], name: str, size: int) -> None:
    queries = _queries(name)
    assert (len(posts), len(queries)) == (200, size)
    missed = [q["q"] for q in queries if not set(_found(shared, q["q"], Language(q["lang"]))) & set(q["right"])]
    assert len(missed) <= (1 - GOAL) * size, missed


def test_what_was_understood_is_told(shared: JobSearch) -> None:
    wanted = shared.find("remote backend in Wien", Language.DE).wanted
    assert (wanted.words, wanted.remote, len(wanted.towns)) == ("backend", True, 1)
    assert wanted.towns == shared.find("vienna", Language.EN).wanted.towns
    part_time = shared.find("teilzeit pflege münchen", Language.DE).wanted
    assert part_time.employment == (Employment.PART_TIME,)
    assert part_time.towns == shared.find("munich", Language.EN).wanted.towns


def test_a_filter_alone_finds_what_it_names(shared: JobSearch) -> None:
    for match in shared.find("minijob berlin", Language.DE, 2).matches:
        assert match.job.post.place == "Berlin"
        assert Employment.MINI_JOB in match.job.post.employment
    assert len(shared.find("", Language.DE, 5).matches) == 5


def test_the_index_follows_each_change(settings: Settings, assistant: Assistant, posts: Sequence[Job]) -> None:
    board = OpenPosts(posts[:5])
    search = build_job_search(settings, board)
    cook = next(job for job in posts if job.post.title.startswith("Koch"))
    assert cook.id not in _found(search, "Koch in Ulm", Language.DE, 9)
    board.change(cook)
    assert _found(search, "Koch in Ulm", Language.DE)[0] == cook.id
    board.change(make_job(cook.id, cook.post, JobState.CLOSED))
    assert cook.id not in _found(search, "Koch in Ulm", Language.DE, 9)


def test_searching_goes_on_while_posts_change(settings: Settings, assistant: Assistant, posts: Sequence[Job]) -> None:
    board = OpenPosts(posts[:3])
    search = build_job_search(settings, board)
    search.index()
    stop, failures = threading.Event(), []

    def ask() -> None:
        while not stop.is_set():
            index = search.index()
            found = search.find("Pflege in München", Language.DE, 99).matches
            if len(found) < len(index.jobs):
                failures.append((len(found), len(index.jobs)))

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for job in posts[3:12]:
        board.change(job)
        search.index()
    stop.set()
    for thread in threads:
        thread.join()
    assert not failures
    assert len(search.index().jobs) == 12


def test_no_post_at_all(settings: Settings, assistant: Assistant) -> None:
    assert build_job_search(settings, OpenPosts(())).find("Koch", Language.DE).matches == ()
