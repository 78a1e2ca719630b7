"""What tests of documents begin with: the real reading process, and a desk on a store of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.conversion import Converter
from tests.fakes.document_desk import Shelf, make_shelf


@pytest.fixture(scope="module")
def converter() -> Iterator[Converter]:
    with Converter() as made:
        yield made


@pytest.fixture
def shelf(tmp_path: Path, converter: Converter) -> Shelf:
    return make_shelf(tmp_path / "data", converter)
