"""Making a model's folder, once, when the index is built: torch and sentence-transformers are imported here, late.

The whole sentence-transformers pipeline (transformer, pooling, whatever follows) becomes one ONNX graph, and is
compared with the original before it is trusted. Where that fails, the original itself is kept and served. Then the
graph's weights are rounded to eight bits, and compared again: where too much is lost, the graph stays as it was.
"""

import hashlib
import logging
import math
import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from retrieval.embedding import (
    GRAPH_FILE,
    SAVED_MODEL_FOLDER,
    TOKENIZER_FILE,
    WEIGHTS_FILE,
    EmbeddingConfig,
    OnnxEmbedder,
    Server,
    load_config,
)
from retrieval.errors import EmbeddingError
from retrieval.model_rounding import round_weights, set_weights_apart
from retrieval.model_source import DEFAULT_MODEL, ModelSource, find_model
from retrieval.protocols import Progress, TextKind, Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

EXPORT_VERSION = 3
"""Part of a model's fingerprint: raise it when an export made by this module changes."""
MIN_COSINE = 0.9999
"""Between an export and its original, for every sample; a faithful float32 export reaches .9999999."""
MIN_ROUNDED_COSINE = 0.94
"""The same for weights of eight bits; of the default model's sentences reach .983 and more, an emoji .95."""
OPSET = 17

SAMPLES = (
    "Hallo",
    "Bauleiter in Köln, wo posten?",
    "was kostet das",
    "Was ist Active Sourcing, und warum lohnt es sich?",
    "Wir suchen drei Pflegefachkräfte (m/w/d) für eine Klinik in der Nähe von München, die Bewerber sind kaum online.",
    "Größe, Straße, Übung: ÄÖÜß.",
    "Die Personalabteilung schreibt Beiträge, antwortet auf Fragen, lädt zu Veranstaltungen ein und zeigt, wie die "
    "Arbeit im Betrieb wirklich ist; danach melden sich mehr Menschen, die vorher nie an einen Wechsel gedacht hatten.",
    "1. Ziele setzen\n2. Zielgruppe beschreiben\n3. Kanäle wählen",
    "„Nein“, sagte sie – und ging …",
    "Donaudampfschifffahrtsgesellschaftskapitän",
    "Hi",
    "where do i find nurses",
    "What is the difference between social media recruiting and active sourcing?",
    "An employer that shows its everyday work is believed more readily than one that only advertises vacancies, and "
    "people who are content where they are begin to read along long before they think of applying anywhere.",
    "E-mail: someone@example.org, 24/7, 50 % off!",
    "C++ & C# developers, R&D",
    "😀 thanks!",
    "…",
    "reach " * 60,
    "Fachkräfte " * 300,
)
"""German and English, one word to far beyond the model's length."""

UNSTATED_MAX_LENGTH = 512
"""Tokens, where a model states no length; that of BERT."""
HUB_TIMEOUT = 10
"""Seconds for the hub to say whether it has a model."""

_ROUNDED_FOLDER = "rounded"
_NO_MODEL_IN_FOLDER = "the folder holds no model that sentence-transformers can load"
_NOT_FROM_HUB = (
    "this is neither a folder nor the packaged model, and the Hugging Face hub did not give it. "
    f"Mend: check the name, connect to the internet, give a folder, or use {DEFAULT_MODEL}"
)

_logger = logging.getLogger(__name__)


class _NotExportableError(Exception):
    """Why a model has to be served by sentence-transformers."""


def model_fingerprint(name: str) -> str:
    """Return a text that changes when the export of the model called `name` would.

    Raises:
        EmbeddingError: as `find_model`.
    """
    return f"{find_model(name).fingerprint}/{EXPORT_VERSION}"


def export_model(name: str, folder: Path, progress: Progress) -> EmbeddingConfig:
    """Make the folder of the model called `name` (the default, a folder's path, or a hub model) in `folder`.

    Returns what `embedding.json` says afterwards.

    Raises:
        EmbeddingError: the model cannot be found, loaded or (hub) downloaded, or the default's weights are not ours.
    """
    progress.step("model", 0, 3)
    source = find_model(name)
    with _quiet(source):
        original = _load(source)
        progress.step("model", 1, 3)
        folder.mkdir(parents=True, exist_ok=True)
        try:
            _export(original, source, folder)
            progress.step("model", 2, 3)
            _compare(original, OnnxEmbedder(folder), MIN_COSINE)
            _round(original, folder)
        except _NotExportableError as reason:
            _logger.warning("%s cannot be exported (%s); sentence-transformers will serve it", source.name, reason)
            _keep(original, source, folder)
    progress.step("model", 3, 3)
    return load_config(folder)


def _load(source: ModelSource) -> "SentenceTransformer":
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415  # imports torch: 5 s, 400 MB

    reachable = source.folder is None and _hub_has(source.name)
    where = str(source.folder or source.name)
    try:
        return SentenceTransformer(where, device="cpu", local_files_only=not reachable).eval()
    except Exception as error:  # hub, http and pickle libraries each raise their own
        rule = _NO_MODEL_IN_FOLDER if source.folder else _NOT_FROM_HUB
        raise EmbeddingError(f"{source.name}: {rule} ({_first_line(error)})") from error


def _hub_has(name: str) -> bool:
    """Ask the hub once: False if it cannot be reached, so that only its local cache is left.

    Without this question an offline machine would repeat failing downloads for a minute.

    Raises:
        EmbeddingError: the hub was reached and has no such model for us.
    """
    from huggingface_hub import HfApi  # noqa: PLC0415  # only hub models need it
    from huggingface_hub.errors import HfHubHTTPError  # noqa: PLC0415

    try:
        HfApi().model_info(name, timeout=HUB_TIMEOUT)
    except HfHubHTTPError as error:
        raise EmbeddingError(f"{name}: {_NOT_FROM_HUB} ({_first_line(error)})") from error
    except Exception as error:  # noqa: BLE001  # no connection, in the words of whichever http library is there
        _logger.warning("the Hugging Face hub cannot be reached (%s); looking in its local cache", _first_line(error))
        return False
    return True


def _export(original: "SentenceTransformer", source: ModelSource, folder: Path) -> None:
    """Write graph, tokenizer and config.

    Raises:
        _NotExportableError: torch or the tokenizer cannot.
    """
    import torch  # noqa: PLC0415  # see the module's first line

    inputs = {k: v for k, v in original.preprocess(["one text", "another, longer text"]).items() if torch.is_tensor(v)}
    axes: dict[str, dict[int, str]] = {name: {0: "batch", 1: "length"} for name in inputs}
    try:
        original.tokenizer.backend_tokenizer.save(str(folder / TOKENIZER_FILE))
        with torch.no_grad():
            torch.onnx.export(
                _pipeline(original, tuple(inputs)),
                tuple(inputs.values()),
                str(folder / GRAPH_FILE),
                input_names=list(inputs),
                output_names=["sentence_embedding"],
                dynamic_axes=axes | {"sentence_embedding": {0: "batch"}},
                opset_version=OPSET,
                dynamo=False,
            )
        set_weights_apart(folder)
    except Exception as error:  # the tracer runs the model's own code, which may raise anything
        raise _NotExportableError(_first_line(error)) from error
    _config(original, source, Server.ONNXRUNTIME).save(folder)


def _round(original: "SentenceTransformer", folder: Path) -> None:
    """Take the graph of eight bits in place of the exact one, unless too much is lost."""
    rounded = folder / _ROUNDED_FOLDER
    try:
        round_weights(folder, rounded)
        _compare(original, OnnxEmbedder(rounded), MIN_ROUNDED_COSINE)
    except Exception as error:  # noqa: BLE001  # onnx raises its own for graphs it does not know; ours is whole
        _logger.warning("the weights stay exact (%s)", _first_line(error))
    else:
        for path in rounded.iterdir():
            path.replace(folder / path.name)
    shutil.rmtree(rounded, ignore_errors=True)


def _pipeline(original: "SentenceTransformer", names: tuple[str, ...]) -> Any:
    """Return a module that takes tensors in the order of `names` and returns the sentence vectors."""
    import torch  # noqa: PLC0415  # see the module's first line

    class Pipeline(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.steps = torch.nn.ModuleList(original)

        def forward(self, *tensors: Any) -> Any:
            features = dict(zip(names, tensors, strict=True))
            for step in self.steps:
                features = step(features)
            return features["sentence_embedding"]

    return Pipeline().eval()


def _compare(original: "SentenceTransformer", exported: OnnxEmbedder, least: float) -> None:
    """Raise `_NotExportableError` unless the cosine of each vector with the original's is `least` or more."""
    for kind, encode in ((TextKind.QUERY, original.encode_query), (TextKind.DOCUMENT, original.encode_document)):
        expected = encode(list(SAMPLES), normalize_embeddings=True, show_progress_bar=False)
        lowest = _lowest_cosine(expected, exported.embed(SAMPLES, kind))
        if not lowest >= least:
            raise _NotExportableError(f"the export's vectors differ: cosine {lowest:.6f}, at least {least} needed")


def _lowest_cosine(expected: Vectors, actual: Vectors) -> float:
    return float(np.min(np.sum(np.asarray(expected, dtype=np.float64) * actual, axis=1)))


def _keep(original: "SentenceTransformer", source: ModelSource, folder: Path) -> None:
    """Save the original itself, so that the folder is complete without the hub."""
    for name in (GRAPH_FILE, WEIGHTS_FILE, TOKENIZER_FILE):
        (folder / name).unlink(missing_ok=True)
    shutil.rmtree(folder / SAVED_MODEL_FOLDER, ignore_errors=True)
    original.save_pretrained(str(folder / SAVED_MODEL_FOLDER), create_model_card=False)
    _config(original, source, Server.SENTENCE_TRANSFORMERS).save(folder)


def _config(original: "SentenceTransformer", source: ModelSource, server: Server) -> EmbeddingConfig:
    prompts = original.prompts
    dimension = original.get_embedding_dimension()
    return EmbeddingConfig(
        model=f"{source.name}@{_weights_digest(original, source)[:12]}",
        server=server,
        dimension=int(dimension or original.encode("a").shape[0]),
        max_length=_max_length(original),
        query_prompt=prompts.get("query") or "",
        document_prompt=prompts.get("document") or "",
    )


def _max_length(original: "SentenceTransformer") -> int:
    """Some models say None or infinity."""
    length = original.max_seq_length
    return int(length) if length and math.isfinite(length) else UNSTATED_MAX_LENGTH


def _weights_digest(original: "SentenceTransformer", source: ModelSource) -> str:
    if source.folder is not None:
        return source.digest
    digest = hashlib.sha256()
    for name, tensor in sorted(original.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.cpu().float().numpy().tobytes())
    return digest.hexdigest()


@contextmanager
def _quiet(source: ModelSource) -> Iterator[None]:
    """Keep the tracer's warnings and the bar for loading from the user; a download's bar stays."""
    from transformers.utils import logging  # noqa: PLC0415  # see the module's first line

    transformers_logging: Any = logging
    shown = transformers_logging.is_progress_bar_enabled()
    if source.folder is not None:
        transformers_logging.disable_progress_bar()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        if shown:
            transformers_logging.enable_progress_bar()


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:200]
