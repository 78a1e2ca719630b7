"""`python -m benchmarks`: speed and memory of the search, of an answer and of the web API, into docs/benchmarks.md."""

import argparse
import shlex
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import peer, reply, scale, web_load
from benchmarks.errors import BenchmarkError
from benchmarks.peer_cases import Case, guide_case, sample_questions, set_case
from benchmarks.peer_environment import peer_interpreter
from benchmarks.report import PAGE, Occasion, Section, tell, write_section
from benchmarks.scale_plot import draw
from benchmarks.worker import ROOT
from bot.bootstrap import build_index, index_folder
from bot.errors import BotError
from config.settings import ConfigError, Settings, load_settings
from knowledge.errors import KnowledgeError
from knowledge.models import Audience
from retrieval.audience_index import PASSAGES_FILE, load_passages
from retrieval.errors import RetrievalError
from retrieval.index_build import MODEL_PART, index_part_name
from retrieval.snapshot import load_snapshot

PARTS = ("peer", "reply", "scale", "web")


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is measured."""

    guide_questions: int
    set_questions: int | None
    rounds: int
    starts: int
    replies: int
    asks: int
    sizes: tuple[int, ...]
    web: web_load.Extent


FULL = Extent(200, None, 3, 3, 400, reply.RUNS, scale.SIZES, web_load.FULL)
QUICK = Extent(40, 40, 1, 1, 40, 3, (1_000, 5_000), web_load.QUICK)


class _Steps:
    """Tells of the index build."""

    def step(self, name: str, done: int, total: int) -> None:
        """Say that a step has ended."""
        if done == total:
            tell(f"index: {name}")


def main() -> int:
    """Measure the parts asked for; print and keep what came of it. 0, or 1 where something could not be measured."""
    options = _options(sys.argv[1:])
    command = shlex.join(("python", "-m", "benchmarks", *_shown(sys.argv[1:])))
    extent = QUICK if options.quick else FULL
    docs = options.docs or (None if options.quick else ROOT / "docs")
    complete = True
    for name in options.parts or PARTS:
        try:
            section = _measured(name, options, extent, docs, Occasion(command))
        except (BenchmarkError, BotError, ConfigError, KnowledgeError, RetrievalError) as error:
            tell(f"{name} could not be measured: {error}")
            complete = False
            continue
        print(f"{section.body}\n", flush=True)
        complete = complete and section.complete
        if docs is not None:
            write_section(docs, section)
            tell(f"{name} is in {docs.name}/{PAGE}")
    return 0 if complete else 1


def _measured(name: str, options: argparse.Namespace, extent: Extent, docs: Path | None, occasion: Occasion) -> Section:
    if name == "scale":
        return _scale(options, extent, docs, occasion)
    settings = load_settings()
    build_index(settings, _Steps())
    if name == "reply":
        return reply.measure(settings, extent.replies, extent.asks, occasion)
    if name == "web":
        asked = [text for text, _ in sample_questions(web_load.QUESTIONS)]
        return web_load.measure(settings, asked, extent.web, occasion)
    return _peer(settings, options.set, extent, occasion)


def _peer(settings: Settings, sets: Sequence[tuple[str, Path]], extent: Extent, occasion: Occasion) -> Section:
    model = load_snapshot(index_folder(settings)).part(MODEL_PART).resolve()
    both = peer.sides(model, peer_interpreter(), sys.executable)
    guide, *others = _cases(settings, sets, extent)
    results = [peer.compare(guide, both, extent.rounds, extent.starts)]
    results += [peer.compare(case, both, 1, extent.starts) for case in others]
    return peer.section(results, occasion)


def _cases(settings: Settings, sets: Sequence[tuple[str, Path]], extent: Extent) -> Iterator[Case]:
    index = load_snapshot(index_folder(settings)).part(index_part_name(Audience.RECRUITER))
    yield guide_case(load_passages(index / PASSAGES_FILE), extent.guide_questions)
    for name, folder in sets:
        yield set_case(name, folder, extent.set_questions)


def _scale(options: argparse.Namespace, extent: Extent, docs: Path | None, occasion: Occasion) -> Section:
    rows = list(scale.measure(options.sizes or extent.sizes, options.minutes))
    if docs is not None:
        docs.mkdir(parents=True, exist_ok=True)
        scale.write_json(docs / "scale.json", rows)
        draw(docs / "scale.svg", rows)
    return scale.section(rows, options.minutes, occasion, "scale.svg" if docs is not None else None)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; all, if none is named")
    parser.add_argument("--quick", action="store_true", help="small numbers, under two minutes; nothing is written")
    parser.add_argument("--docs", type=Path, help="the folder to write into; docs, except with --quick")
    parser.add_argument(
        "--set", type=_set, action="append", default=[], metavar="NAME=DIR", help="another set for peer, BEIR layout"
    )
    parser.add_argument("--sizes", type=_count, nargs="+", help=f"for scale: numbers of passages; {scale.SIZES}")
    parser.add_argument("--minutes", type=float, default=scale.LIMIT_MINUTES, help="for scale: what it may take in all")
    options = parser.parse_args(arguments)
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    return options


def _count(value: str) -> int:
    if not value.isdecimal() or int(value) < 1:
        raise argparse.ArgumentTypeError(f"{value!r} must be a whole number above 0")
    return int(value)


def _set(value: str) -> tuple[str, Path]:
    name, equals, folder = value.partition("=")
    if not name or not equals or not Path(folder).is_dir():
        raise argparse.ArgumentTypeError(f"{value!r} must be NAME=DIR, and DIR a folder")
    return name, Path(folder)


def _shown(arguments: Sequence[str]) -> list[str]:
    """Leave out where folders lie, which is nobody's business."""
    shown = [f"{argument.partition('=')[0]}=DIR" if "=" in argument else argument for argument in arguments]
    return ["DIR" if before == "--docs" else one for before, one in zip(["", *arguments], shown, strict=False)]


if __name__ == "__main__":
    sys.exit(main())
