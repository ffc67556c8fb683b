# Everything below sets itself up: a fresh checkout with Python 3.11+ needs nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test bench check format clean

run: $(VENV)/.run ## serve http://localhost:8000
	$(BIN)/python -m app

test: $(VENV)/.test system-packages check ## run every test
	$(BIN)/python -m pytest

check: $(VENV)/.test ## lint, types, dependencies
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pip check

format: $(VENV)/.test ## tidy the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.test ## measure; see docs/performance.md
	$(BIN)/python -m benchmarks.feedback
	$(BIN)/python -m benchmarks.enter
	$(BIN)/python -m benchmarks.startup
	$(BIN)/python -m benchmarks.reading

.PHONY: system-packages
system-packages: ## Chromium and espeak-ng for the browser and speech tests, where apt is allowed
	@sh tests/install_system_packages.sh

$(VENV)/.run: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/.test: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@ $(VENV)/.run

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .pytest_cache .ruff_cache
