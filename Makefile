# All set-up happens here, on a machine that has make and Python 3.11 or newer. `make` alone lists the targets.

PYTHONS := python3 python3.11 python3.12 python3.13 python3.14
# make run PYTHON=/path/to/python3 takes another one.
PYTHON :=
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input install -c constraints.txt
# The tests' index is their own, kept between runs; the one in .data is the user's.
TEST_DATA := $(CURDIR)/build/test-data
# Where tests/fixtures.py looks for their index: in pytest's cache.
TEST_INDEX := $(CURDIR)/.pytest_cache/d/lotse-data
PYTEST := LOTSE_DATA_DIR="$(TEST_DATA)" $(BIN)/python -m pytest
# Three at a time, since many of them wait, file by file, each in one thread.
TOGETHER := OMP_NUM_THREADS=1 $(PYTEST) -m "not alone" -n 3 --dist loadfile --no-loadscope-reorder
# What coverage is measured of, and by which tests: measuring doubles the time that Python takes.
MEASURED := --cov=bot --cov=retrieval --cov=knowledge --cov-report=term-missing:skip-covered --cov-fail-under=90
MEASURING := tests/contracts tests/unit/bot tests/unit/knowledge tests/unit/retrieval \
	tests/integration/test_evaluation.py tests/integration/test_gaps.py tests/quality/test_job_search.py
# The tests start Lotse again and again: each start would compile it anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run chat index test test-index lint browser quality bench soak clean

help:
	@echo "make run     set up, build the index, serve the web chat on this machine and open it (Ctrl-C stops it)"
	@echo "make chat    set up, build the index, open the chat in the terminal (lines from a pipe are answered)"
	@echo "make index   set up and build the index where something has changed"
	@echo "make test    set up, check style, types and imports, run all tests with coverage"
	@echo "make lint    set up and check style, types and imports only"
	@echo "make quality set up, build the index and judge the answers on questions nothing was trained on"
	@echo "make bench   set up and measure; prints the figures of the README"
	@echo "make soak    set up and kill, flood and press Lotse on a fake Slack and a fake Telegram; takes about an hour and a half"
	@echo "make clean   remove .venv and all that was built; your data in .data stays"

run: index
	@$(BIN)/lotse serve

# What is not an answer goes to standard error, so that `make -s chat < questions.txt` prints answers only.
chat: index
	@$(BIN)/lotse chat

index: $(VENV)/.installed
	@$(BIN)/lotse index >&2

# The index is built while types are checked, which leaves one core idle.
# Last, one after the other, comes what measures time.
test: browser $(VENV)/.installed-dev
	$(MAKE) --jobs 2 lint test-index
	$(TOGETHER) $(MEASURED) $(MEASURING)
	$(TOGETHER) $(addprefix --ignore=,$(MEASURING))
	$(PYTEST) -m alone

# The browser tests need chromium. Where it is missing and may be installed, it is; elsewhere those tests are skipped
# and say so (with CI set they fail instead).
browser:
	@if command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
		echo "Installing chromium for the browser tests." >&2; \
		{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium; } >/dev/null \
			|| echo "chromium could not be installed; the browser tests need it." >&2; \
	else \
		echo "No chromium: the browser tests will be skipped. Debian, Ubuntu: apt-get install chromium" >&2; \
	fi

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test-index: $(VENV)/.installed-dev
	LOTSE_DATA_DIR="$(TEST_INDEX)" $(BIN)/lotse index

quality: index
	$(BIN)/python -m benchmarks.answer_quality --together tests/quality/steering.jsonl tests/quality/vacancies.jsonl:steering
	$(BIN)/python -m benchmarks.answer_quality --together tests/quality/aside.jsonl tests/quality/vacancies.jsonl:aside
	$(BIN)/python -m benchmarks.answer_quality tests/quality/wide.jsonl tests/quality/blind.jsonl tests/quality/elsewhere.jsonl

bench: $(VENV)/.installed-bench
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.ingest --docs docs

soak: $(VENV)/.installed-dev
	LOTSE_DATA_DIR="$(TEST_INDEX)" $(BIN)/python -m benchmarks.slack_soak --kills 200
	$(BIN)/python -m benchmarks.soak --only flood
	$(BIN)/python -m benchmarks.telegram_soak
	LOTSE_DATA_DIR="$(TEST_INDEX)" $(BIN)/python -m benchmarks.telegram_alerts

clean:
	rm -rf .venv .venv-bench build *.egg-info .coverage
	rm -rf .hypothesis .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Stamps: installed once, again when what is needed changes. torch comes first, so that pip takes a build without
# CUDA where one is at hand; the constraint names its version and accepts any local suffix. Lotse is compiled as pip does
# libraries: an editable install is not, and some .3 s of each start went into that where no bytecode is written.
$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/python
	@$(PIP) torch >&2
	@$(PIP) -e . >&2
	@$(BIN)/python -m compileall -q adapters bot config knowledge retrieval >&2
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@$(PIP) -e ".[dev]" >&2
	@touch $@

$(VENV)/.installed-bench: $(VENV)/.installed
	@$(PIP) -e ".[bench]" >&2
	@touch $@

# Each candidate is tried, since a name may stand for a Python that is too old, broken, or lacks venv.
$(BIN)/python:
	@found=""; for candidate in $(or $(PYTHON),$(PYTHONS)); do \
		if "$$candidate" -c "import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))" >/dev/null 2>&1; then \
			found=$$candidate; break; \
		fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "Lotse needs Python 3.11 or newer with its venv module. Tried: $(or $(PYTHON),$(PYTHONS))." >&2; \
		echo "Install one (Debian, Ubuntu: apt-get install python3-venv) or name it: make run PYTHON=/path/to/python3" >&2; \
		exit 1; \
	fi; \
	echo "Setting up $(VENV) with $$("$$found" --version); the first time takes a few minutes." >&2; \
	"$$found" -m venv --clear $(VENV)
