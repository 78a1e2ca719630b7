"""Rounding an exported graph's weights to eight bits, and where weights lie.

A forward pass over a question is the time that 42 MB of weights take to come from memory. A quarter of them takes half
the time on one thread instead of two; the table of word vectors, of which a question needs a few rows, stays exact.
"""

from dataclasses import replace
from pathlib import Path

from retrieval.embedding import GRAPH_FILE, TOKENIZER_FILE, WEIGHTS_FILE, load_config

WEIGHTS_FROM = 1024
"""Bytes. Smaller tensors stay in the graph."""
ROUNDED = "-int8"
"""Behind the model's name: vectors of exact and of rounded weights are not to be mixed."""
_SHAPED_FILE = "shaped.onnx"


def set_weights_apart(folder: Path) -> None:
    """Move the weights into a file of their own: onnxruntime maps it, instead of holding them twice while it loads."""
    import onnx  # noqa: PLC0415  # needed when the index is built, not when questions are answered

    path = folder / GRAPH_FILE
    graph = onnx.load(str(path))
    path.unlink()
    onnx.save(graph, str(path), save_as_external_data=True, location=WEIGHTS_FILE, size_threshold=WEIGHTS_FROM)


def round_weights(folder: Path, target: Path) -> None:
    """Make the folder `target` of the model in `folder` with weights of eight bits.

    They take only seven of them: processors without VNNI add two products in 16 bits, and would cut off what is more.
    Raises whatever onnx raises for a graph that it cannot read.
    """
    from onnxruntime.quantization import QuantType, quant_pre_process, quantize_dynamic  # noqa: PLC0415  # as above

    target.mkdir()
    quant_pre_process(folder / GRAPH_FILE, target / _SHAPED_FILE, skip_symbolic_shape=True, skip_optimization=True)
    quantize_dynamic(
        target / _SHAPED_FILE,
        target / GRAPH_FILE,
        op_types_to_quantize=["MatMul"],
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
    )
    (target / _SHAPED_FILE).unlink()
    set_weights_apart(target)
    (target / TOKENIZER_FILE).write_bytes((folder / TOKENIZER_FILE).read_bytes())
    config = load_config(folder)
    replace(config, model=config.model + ROUNDED).save(target)
