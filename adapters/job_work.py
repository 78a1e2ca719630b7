"""Job posts, reached from a command: in the store, or through the process that holds it.

On SQLite one process may use the store. Where that is a serving one, it is asked by files, see `adapters/mailbox.py`.
"""

import json
from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from adapters.mailbox import ask, own_or_asked
from adapters.people import PATIENCE_SECONDS, requests_folder
from bot.jobs.board import PostBoard
from bot.jobs.models import Asked, Job, JobPost, JobState

PREFIX = "jobs."
"""Begins the names of these requests, which end in the board's method."""

_JOB: TypeAdapter[Job | None] = TypeAdapter(Job | None)
_JOBS, _ASKED = TypeAdapter(tuple[Job, ...]), TypeAdapter(tuple[Asked, ...])
_ALL_ASKED, _STATES = TypeAdapter(dict[str, tuple[Asked, ...]]), TypeAdapter(tuple[JobState, ...])
_POST, _POSTS = TypeAdapter(JobPost), TypeAdapter(tuple[JobPost, ...])


class AskedBoard:
    """Fulfils `PostBoard` through the process that holds the data folder. Everything may raise MailboxError.

    That somebody was faster with an edit comes as a MailboxError too.
    """

    def __init__(self, data_dir: Path) -> None:
        self._folder = requests_folder(data_dir)

    def add(self, post: JobPost, author: str, *, key: str | None = None) -> Job:
        """Keep a new draft and return it."""
        return self._one("add", post=_POST.dump_python(post, mode="json"), author=author, key=key)

    def add_all(self, posts: Collection[JobPost], author: str) -> tuple[Job, ...]:
        """Keep new drafts, all or none."""
        return _JOBS.validate_json(
            self._asked("add_all", posts=_POSTS.dump_python(tuple(posts), mode="json"), author=author)
        )

    def get(self, job: str) -> Job | None:
        """Return the post of that id."""
        return _JOB.validate_json(self._asked("get", job=job))

    def jobs(self, states: Collection[JobState] = tuple(JobState)) -> tuple[Job, ...]:
        """Return the posts in these states, the latest edited first."""
        return _JOBS.validate_json(self._asked("jobs", states=sorted(states)))

    def edit(self, job: str, post: JobPost, version: int) -> Job | None:
        """Replace what the post of that `version` says."""
        edited = self._asked("edit", job=job, post=_POST.dump_python(post, mode="json"), version=version)
        return _JOB.validate_json(edited)

    def publish(self, job: str) -> Job | None:
        """Open a post to candidates."""
        return _JOB.validate_json(self._asked("publish", job=job))

    def close(self, job: str) -> Job | None:
        """Close a post."""
        return _JOB.validate_json(self._asked("close", job=job))

    def asked(self, job: str) -> tuple[Asked, ...]:
        """Return what a post was asked about, the most frequent first."""
        return _ASKED.validate_json(self._asked("asked", job=job))

    def all_asked(self) -> Mapping[str, tuple[Asked, ...]]:
        """Return by its id what each post was asked about."""
        return _ALL_ASKED.validate_json(self._asked("all_asked"))

    def _one(self, method: str, **values: Any) -> Job:
        job = _JOB.validate_json(self._asked(method, **values))
        assert job is not None
        return job

    def _asked(self, method: str, **values: Any) -> str:
        return ask(self._folder, json.dumps({"what": f"{PREFIX}{method}", **values}), PATIENCE_SECONDS)


def reached_board(
    data_dir: Path, open_board: Callable[[], AbstractContextManager[PostBoard]]
) -> AbstractContextManager[PostBoard]:
    """Give what opens, or, where another process holds the folder, what that process does. Raises StoreError."""
    return own_or_asked(open_board, lambda: AskedBoard(data_dir))


def answered(board: PostBoard, request: str) -> str:
    """Do what a command asks for, on the side of the process that holds the store. Raises StoreError, JobError."""
    asked = json.loads(request)
    method = str(asked["what"]).removeprefix(PREFIX)
    if method in _OF_ONE:
        return _JOB.dump_json(_OF_ONE[method](board, asked)).decode()
    if method == "add_all":
        return _JOBS.dump_json(board.add_all(_POSTS.validate_python(asked["posts"]), asked["author"])).decode()
    if method == "jobs":
        return _JOBS.dump_json(board.jobs(_STATES.validate_python(asked["states"]))).decode()
    if method == "asked":
        return _ASKED.dump_json(board.asked(asked["job"])).decode()
    if method == "all_asked":
        return _ALL_ASKED.dump_json(dict(board.all_asked())).decode()
    raise ValueError(f"{method} is no request")


_OF_ONE: Mapping[str, Callable[[PostBoard, Mapping[str, Any]], Job | None]] = {
    "get": lambda board, asked: board.get(asked["job"]),
    "publish": lambda board, asked: board.publish(asked["job"]),
    "close": lambda board, asked: board.close(asked["job"]),
    "add": lambda board, asked: board.add(_POST.validate_python(asked["post"]), asked["author"], key=asked["key"]),
    "edit": lambda board, asked: board.edit(asked["job"], _POST.validate_python(asked["post"]), asked["version"]),
}
"""What is answered with one post."""
