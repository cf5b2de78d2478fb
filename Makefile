# Two commands: `make demo` shows it, `make test` proves it. Both need Python 3.11 or newer, make and git.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO_DIR ?= instance/demo
DEMO_PORT ?= 8420

.PHONY: demo install test bench faults docs lint lock clean

demo: install
	$(BIN)/commentsvc demo --port $(DEMO_PORT) --data $(DEMO_DIR)

install: $(VENV)/.installed

$(VENV)/.installed: requirements.lock pyproject.toml $(wildcard commentsvc/widget/src/* commentsvc/widget/src/words/*) commentsvc/widget/build.py
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m commentsvc.widget.build
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

test: $(VENV)/.installed-dev
	sh tests/install_browser.sh
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto

# What is fast, measured: one table, also in benchmarks/RESULTS.md. ROWS=read,post measures these only.
bench: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks $(ROWS)

# Breaks things on purpose; see docs/how-to/break-it-on-purpose.md. ONLY=kill,soak chooses, SCALE=0.1 shortens.
faults: $(VENV)/.installed-dev
	FAULTS_ONLY="$(ONLY)" FAULTS_SCALE="$(or $(SCALE),1)" $(BIN)/python -m faults

docs: $(VENV)/.installed
	$(BIN)/python docs/generate.py

# Lock files carry no registry address: see CONTRIBUTING in docs/how-to/develop.md.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --extra build pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --all-extras pyproject.toml -o requirements-dev.lock

clean:
	rm -rf $(VENV) instance .bench commentsvc/widget/dist .pytest_cache .mypy_cache .ruff_cache
