"""The onboarding path: `onboarding/*.yaml` of the shipped content, then those of a team's own folder, by file name."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.content_reader import ContentReader, Declared
from knowledge.errors import ContentError, Mistake
from knowledge.library import shipped_content
from knowledge.module_schema import ModuleFile
from knowledge.modules import Basis, Module

FOLDER = "onboarding"
"""Beneath the shipped content, and beneath the data folder for a team's own modules."""


@dataclass(frozen=True, slots=True)
class Curriculum:
    """The modules in order, and what is wrong with files that were left out."""

    modules: tuple[Module, ...]
    mistakes: tuple[Mistake, ...] = ()

    def module(self, id_: str) -> Module | None:
        """Return the module, None where there is none of that id."""
        return next((module for module in self.modules if module.id == id_), None)


def load_modules(content: Path, topics: Collection[str] | None) -> tuple[Module, ...]:
    """Return the modules in the folder `onboarding` of `content`. `topics` are the guide's, None where not known.

    Raises:
        ContentError: a file breaks a rule.
    """
    modules, mistakes = _read(content, topics)
    if mistakes:
        raise ContentError(mistakes)
    return modules


def load_curriculum(data_dir: Path, topics: Collection[str] | None) -> Curriculum:
    """Return the shipped path with the team's own modules, of which those with a mistake are left out.

    `topics` are those that the index holds, None while there is none: an older one must not break the shipped path,
    whose topics are looked up when the index is built. Raises ContentError where the shipped path is broken.
    """
    shipped = load_modules(shipped_content(), None)
    own, mistakes = _read(data_dir, topics, tuple(module.id for module in shipped))
    return Curriculum((*shipped, *own), mistakes)


def _read(
    content: Path, topics: Collection[str] | None, taken: Collection[str] = ()
) -> tuple[tuple[Module, ...], tuple[Mistake, ...]]:
    if not any((content / FOLDER).glob("*.y*ml")):
        return (), ()
    reader = ContentReader(content)
    files = reader.each(f"{FOLDER}/*.yaml", ModuleFile)
    values = [reader.declare_beside(file.value(), file) for file in files]
    known = reader.by_id(values)
    found = {id(entry.value): entry for entry in reader.declared if isinstance(entry.value, Module)}
    wrong = {id(value): [*_check(value, topics, taken, found[id(value)])] for value in values}
    stray = (Mistake(f"{FOLDER}/{path.name}", 1, "must end in .yaml") for path in (content / FOLDER).glob("*.yml"))
    mistakes = [*reader.mistakes, *stray, *(mistake for listed in wrong.values() for mistake in listed)]
    modules = tuple(value for value in known.values() if not wrong[id(value)])
    return modules, tuple(sorted(mistakes, key=lambda mistake: (mistake.file, mistake.line)))


def _check(
    module: Module, topics: Collection[str] | None, taken: Collection[str], entry: Declared
) -> Iterator[Mistake]:
    if module.id in taken:
        yield entry.mistake(f"the id {module.id!r} is taken by a shipped module", "id")
    for index, topic in enumerate(module.topics):
        if topics is not None and topic not in topics:
            yield entry.mistake(f"unknown topic {topic!r}", "topics", index)
    seen: set[str] = set()
    for index, question in enumerate(module.questions):
        if question.id in seen:
            yield entry.mistake(f"the question {question.id!r} stands twice", "questions", index, "id")
        seen.add(question.id)
    if module.basis is Basis.GUIDE:
        yield from _without_points(module, entry)


def _without_points(module: Module, entry: Declared) -> Iterator[Mistake]:
    rule = "needs the points of the guide that it rests on, or the module a `basis: team`"
    for index, paragraph in enumerate(module.reading):
        if not paragraph.points:
            yield entry.mistake(f"reading.{index}: {rule}", "reading", index)
    for index, question in enumerate(module.questions):
        if not question.explanation.points:
            yield entry.mistake(f"questions.{index}.explanation: {rule}", "questions", index, "explanation")
