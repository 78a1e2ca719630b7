import subprocess
import sys
from pathlib import Path

import pytest

import retrieval

HEAVY = ("torch", "sentence_transformers", "transformers", "sklearn", "scipy", "bm25s", "ir_measures")
MODULES = sorted(path.stem for path in Path(retrieval.__path__[0]).glob("[a-z]*.py"))


@pytest.mark.parametrize("module", MODULES)
def test_importing_stays_light(module: str) -> None:
    code = f"import retrieval.{module}, sys; print(*({set(HEAVY)!r} & set(sys.modules)))"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.split() == []
