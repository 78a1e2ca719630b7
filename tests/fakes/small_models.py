"""Models of a few random numbers, saved as sentence-transformers saves one. Heavy: to be imported where one is made."""

from pathlib import Path

from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, StaticEmbedding, Transformer
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel, BertTokenizerFast

from retrieval.model_source import DEFAULT_MODEL, find_model

PROMPTS = {"query": "question: ", "document": "text: "}
SHAPE = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64}


def save_bert(folder: Path) -> Path:
    """Save a BERT of two thin layers, CLS pooling, and prompts. Return where."""
    tokenizer = BertTokenizerFast(tokenizer_file=_tokenizer_file())
    bert = folder / "bert"
    BertModel(BertConfig(vocab_size=len(tokenizer), max_position_embeddings=64, **SHAPE)).save_pretrained(bert)
    tokenizer.save_pretrained(bert)
    modules = [Transformer(str(bert), max_seq_length=48), Pooling(32, pooling_mode="cls"), Normalize()]
    model = SentenceTransformer(modules=modules, device="cpu", prompts=PROMPTS)
    model.save_pretrained(str(folder / "model"), create_model_card=False)
    return folder / "model"


def save_word_vectors(folder: Path) -> Path:
    """Save a model that only looks words up. Return where."""
    tokenizer = Tokenizer.from_file(_tokenizer_file())
    model = SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_dim=24)])
    model.save_pretrained(str(folder), create_model_card=False)
    return folder


def _tokenizer_file() -> str:
    folder = find_model(DEFAULT_MODEL).folder
    assert folder is not None
    return str(folder / "tokenizer.json")
