"""A zip export → files in a folder, within limits; nothing is written outside it, whatever the members are called."""

import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from knowledge.documents import MAX_FILE_BYTES, MAX_FILES, Refusal, Refused
from knowledge.file_kinds import RefusedError, check_container, kind_of_container

_JUNK = frozenset({"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"})


def is_junk(name: str) -> bool:
    """Whether a path is what systems leave behind, or hidden."""
    return any(part in _JUNK or part.startswith(".") for part in PurePosixPath(name).parts if part not in (".", ".."))


def unpack(path: Path, source: str, folder: Path) -> Iterator[tuple[str, Path] | Refusal]:
    """Write the members of the archive into `folder`; yield the source and path of each, or why it is left out.

    An office document, which is a zip too, stays where it is.

    Raises:
        RefusedError: the archive as a whole breaks a rule; nothing has been written then.
    """
    try:
        with zipfile.ZipFile(path) as container:
            if kind_of_container(container.infolist()) is not None:
                yield source, path
                return
            members = [one for one in container.infolist() if not one.is_dir() and not is_junk(one.filename)]
            if len(members) > MAX_FILES:
                raise RefusedError(Refused.TOO_MANY, str(len(members)))
            check_container(members, path.stat().st_size)
            for place, member in enumerate(members):
                yield _unpacked(container, member, f"{source}!{member.filename}", folder / str(place))
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        raise RefusedError(Refused.DAMAGED, str(error)) from None


def _unpacked(
    container: zipfile.ZipFile, member: zipfile.ZipInfo, source: str, target: Path
) -> tuple[str, Path] | Refusal:
    if member.file_size > MAX_FILE_BYTES:
        return Refusal(source, Refused.TOO_LARGE, str(member.file_size // 1_000_000))
    try:
        target.write_bytes(container.read(member))
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        return Refusal(source, Refused.DAMAGED, str(error))
    if _is_archive(target):
        target.unlink()
        return Refusal(source, Refused.NESTED)
    return source, target


def _is_archive(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as container:
            return kind_of_container(container.infolist()) is None
    except zipfile.BadZipFile:
        return False
