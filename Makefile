# One venv, pinned by requirements.lock; every target sets it up on a fresh machine.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# A file stays on one worker, which has its fixtures; a worker that dies fails the run at once.
PYTEST := $(BIN)/pytest -n auto --dist loadfile --max-worker-restart 0
STAMP := $(VENV)/.installed
# Workers and the processes that tests start share what one of them has compiled.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo test test-slow check fix bench docs wheel lock clean

demo: $(STAMP) ## Stand up Acme, collect, audit, fix, prove, undo, report
	$(BIN)/ringwall demo

test: $(STAMP) ## Run the tests
	$(PYTEST) -m "not slow"

test-slow: $(STAMP) ## Run all tests, the long property tests too, on examples not tried before
	$(PYTEST) --hypothesis-profile explored

check: $(STAMP) ## Format, lint, types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

fix: $(STAMP) ## Format the code, and fix what the linter can fix
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(STAMP) ## Measure what docs/performance.md claims
	$(BIN)/python bench/collect.py
	$(BIN)/python bench/empty_regions.py
	$(BIN)/python bench/emulator.py
	$(BIN)/python bench/audit.py
	$(BIN)/python bench/blueprint.py
	$(BIN)/python bench/detect.py
	$(BIN)/python bench/detect_quality.py --benign
	$(BIN)/python bench/findings.py
	$(BIN)/python bench/respond.py
	$(BIN)/python bench/respond_at_once.py
	$(BIN)/python bench/iam.py
	$(BIN)/python bench/iam_scale.py
	$(BIN)/python bench/iam_peers.py

docs: $(STAMP) ## Write the pages that say what the code says
	$(BIN)/python tools/write_docs.py

wheel: $(STAMP) ## Build the file that pipx, uv and pip install on other machines
	$(BIN)/python -m pip --disable-pip-version-check wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

lock: ## Pin the newest versions that pyproject.toml allows
	$(PYTHON) -m venv $(VENV)-lock
	$(VENV)-lock/bin/python -m pip --quiet install pip-tools
	$(VENV)-lock/bin/pip-compile --quiet --upgrade --generate-hashes --no-emit-index-url \
		--no-emit-trusted-host --no-emit-find-links --no-header --strip-extras --all-build-deps \
		--extra emulator --extra dev --output-file requirements.lock pyproject.toml
	rm -rf $(VENV)-lock

clean: ## Remove what the targets made
	rm -rf $(VENV) $(VENV)-lock .ringwall build dist

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Ringwall needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip --quiet --disable-pip-version-check install --require-hashes -r requirements.lock
	$(BIN)/python -m pip --quiet --disable-pip-version-check install --no-deps --no-build-isolation --editable .
	touch $@
