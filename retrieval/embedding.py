"""Serving an embedding model: onnxruntime on an export, or sentence-transformers where there is none.

A model's folder is made by `retrieval.model_export` and holds `embedding.json` beside the export. onnxruntime answers
in less than a third of the time, starts in 0.2 s instead of 5 s and imports no torch.
"""

import json
import logging
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import EmbeddingError
from retrieval.protocols import Embedder, TextKind, Vectors

GRAPH_FILE = "model.onnx"
WEIGHTS_FILE = "model.onnx.data"
TOKENIZER_FILE = "tokenizer.json"
CONFIG_FILE = "embedding.json"
SAVED_MODEL_FOLDER = "model"

BATCH = 32
"""Texts that go through sentence-transformers together."""

_logger = logging.getLogger(__name__)


class Server(StrEnum):
    """Who runs the model."""

    ONNXRUNTIME = "onnxruntime"
    SENTENCE_TRANSFORMERS = "sentence-transformers"


@dataclass(frozen=True, slots=True)
class EmbeddingConfig:
    """What `embedding.json` says. `max_length` counts tokens; the prompts stand before every text of their kind."""

    model: str
    server: Server
    dimension: int
    max_length: int
    query_prompt: str
    document_prompt: str

    def prompt(self, kind: TextKind) -> str:
        """Return what stands before texts of `kind`."""
        return self.query_prompt if kind is TextKind.QUERY else self.document_prompt

    def save(self, folder: Path) -> None:
        """Write the file into `folder`."""
        (folder / CONFIG_FILE).write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")


def load_config(folder: Path) -> EmbeddingConfig:
    """Return what the model in `folder` says of itself.

    Raises:
        EmbeddingError: the file is missing or not what `EmbeddingConfig.save` writes.
    """
    try:
        values = json.loads((folder / CONFIG_FILE).read_text(encoding="utf-8"))
        return EmbeddingConfig(**(values | {"server": Server(values["server"])}))
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise EmbeddingError(f"{folder}: no exported embedding model is here ({error}). Mend: lotse index") from error


def load_embedder(folder: Path) -> Embedder:
    """Return the embedder that serves the model in `folder`.

    Raises:
        EmbeddingError: the folder holds no model, or one that cannot be loaded.
    """
    config = load_config(folder)
    if config.server is Server.ONNXRUNTIME:
        return OnnxEmbedder(folder, config)
    return SentenceTransformersEmbedder(folder / SAVED_MODEL_FOLDER, config)


class OnnxEmbedder:
    """The exported model. Thread-safe."""

    def __init__(self, folder: Path, config: EmbeddingConfig | None = None) -> None:
        """Load the graph and the tokenizer from `folder`.

        Raises:
            EmbeddingError: one of them is missing or unreadable.
        """
        self._config = config or load_config(folder)
        try:
            self._session = _session(folder / GRAPH_FILE)
            self._tokenizer = _tokenizer(folder / TOKENIZER_FILE, self._config.max_length)
        except Exception as error:  # both libraries raise bare Exception for a file they cannot read
            raise EmbeddingError(f"{folder}: the model cannot be loaded ({error}). Mend: lotse index") from error
        self._inputs = frozenset(node.name for node in self._session.get_inputs())

    @property
    def model(self) -> str:
        """The model's name and a digest of its weights."""
        return self._config.model

    @property
    def dimension(self) -> int:
        """Columns of every result."""
        return self._config.dimension

    def embed(self, texts: Sequence[str], kind: TextKind) -> Vectors:
        """Return one unit vector a text, shape (len(texts), dimension). Texts beyond the model's length are cut."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        prompt = self._config.prompt(kind)
        whole = [_encodable(prompt + text) for text in texts]
        if len(whole) == 1:
            return _unit(self._forward(whole[0]))
        with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
            return _unit(np.concatenate(list(pool.map(self._forward, whole))))

    def _forward(self, text: str) -> NDArray[np.float32]:
        """One text at a time: eight bits are shared out anew for each run, so that a neighbour would change the vector.

        Batches would save nothing: a run is the work of multiplying, and several run side by side.
        """
        ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        feeds = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        (vectors,) = self._session.run(None, {name: feeds[name] for name in self._inputs})
        return np.asarray(vectors, dtype=np.float32)


class SentenceTransformersEmbedder:
    """A model that could not be exported. Slower to start and to answer, and says so in the log."""

    def __init__(self, folder: Path, config: EmbeddingConfig) -> None:
        """Load the model that sentence-transformers saved in `folder`.

        Raises:
            EmbeddingError: it cannot be loaded.
        """
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415  # imports torch: 5 s, 400 MB

        self._config = config
        _logger.warning("%s is served by sentence-transformers: it starts and answers more slowly", config.model)
        try:
            self._model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        except (OSError, ValueError, RuntimeError) as error:
            raise EmbeddingError(f"{folder}: the model cannot be loaded ({error}). Mend: lotse index") from error

    @property
    def model(self) -> str:
        """The model's name and a digest of its weights."""
        return self._config.model

    @property
    def dimension(self) -> int:
        """Columns of every result."""
        return self._config.dimension

    def embed(self, texts: Sequence[str], kind: TextKind) -> Vectors:
        """Return one unit vector a text, shape (len(texts), dimension). Texts beyond the model's length are cut."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        encode = self._model.encode_query if kind is TextKind.QUERY else self._model.encode_document
        return _unit(np.asarray(encode(list(texts), batch_size=BATCH, show_progress_bar=False), dtype=np.float32))


def _encodable(text: str) -> str:
    """Replace halves of surrogate pairs, which some chat clients cut in two and no tokenizer takes."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _session(path: Path) -> Any:
    import onnxruntime  # noqa: PLC0415  # not needed where sentence-transformers serves

    options = onnxruntime.SessionOptions()
    # A question of 14 tokens takes 2.5 ms with one thread and 2.9 ms with two, which have to wake each other.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _tokenizer(path: Path, max_length: int) -> Any:
    from tokenizers import Tokenizer  # noqa: PLC0415  # not needed where sentence-transformers serves

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_length)
    return tokenizer


def _unit(vectors: NDArray[np.float32]) -> Vectors:
    norms = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))[:, None]
    return np.asarray(vectors / np.maximum(norms, 1e-12), dtype=np.float32)
