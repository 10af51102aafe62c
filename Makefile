# Two commands for a newcomer: `make report` and `make test`. Everything lives in .venv.
PYTHON ?= python3
BIN := .venv/bin
PERIOD ?=
WORKERS := --numprocesses 3 --dist loadfile --no-loadscope-reorder  # more than processors: tests wait for programs; a file's share what they build
APT_TESTS := chromium poppler-utils libreoffice-writer-nogui libreoffice-calc-nogui

.PHONY: help report test test-fast test-all notebooks dictionary lint lock bench test-libraries clean

help:                ## this list
	@grep -E '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 16

report: .venv/ready  ## build the newest edition (PERIOD=2024-H1 for another): reports/PERIOD/
	@$(BIN)/briefing build $(PERIOD)

test: .venv/ready test-libraries  ## run the tests, in real kernels, a real browser, real PDF and Word files
	$(BIN)/python -m pytest -m "not slow" $(WORKERS)

test-fast: .venv/ready  ## run what takes less than a minute: no browser, one edition built
	$(BIN)/python -m pytest -m "not slow and not builds"

test-all: .venv/ready test-libraries  ## run every test, also those that take minutes each; property tests seek new examples
	$(BIN)/python -m pytest $(WORKERS) --hypothesis-profile seeking

notebooks: .venv/ready  ## re-execute the section notebooks in place, so that their stored outputs are current
	$(BIN)/briefing notebooks

dictionary: .venv/ready  ## write data/README.md from data/datapackage.json
	$(BIN)/briefing dictionary > .venv/dictionary.md && mv .venv/dictionary.md data/README.md

lint: .venv/ready  ## check style, notebooks too, the arrows between the rooms, and types
	$(BIN)/ruff check src tests notebooks
	$(BIN)/ruff format --check src tests notebooks
	$(BIN)/lint-imports --no-logo
	$(BIN)/mypy

bench: .venv/ready test-libraries  ## measure builds, watch, batches, growing tables and the audit: one table of aims, met or not
	@$(BIN)/python tests/benchmarks

lock: .venv/ready    ## resolve the dependencies of pyproject.toml again (needs uv)
	uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q -o requirements.lock

# The environment, from the lock file alone: uv where it exists, else venv and pip.
MADE_IN := $(shell cat .venv/ready 2>/dev/null)
ifneq ($(MADE_IN),$(and $(MADE_IN),$(CURDIR)))  # the project was moved: the programs of .venv name the folder that they were made in
.PHONY: .venv/ready
endif

.venv/ready: requirements.lock pyproject.toml
	@[ "$(MADE_IN)" = "" ] || [ "$(MADE_IN)" = "$(CURDIR)" ] || rm -rf .venv
	@echo "Preparing .venv from requirements.lock …"
	@if command -v uv >/dev/null; then \
	  uv venv -q --allow-existing --python $(PYTHON) .venv && uv pip install -q -p $(BIN)/python -r requirements.lock && uv pip install -q -p $(BIN)/python --no-deps -e .; \
	else \
	  $(PYTHON) -m venv .venv || { echo "Python's venv module is missing: install it (Debian: apt-get install python3-venv) and run make again."; exit 1; }; \
	  $(BIN)/python -m pip install -q --disable-pip-version-check -r requirements.lock && $(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .; \
	fi
	@echo "$(CURDIR)" > $@

test-libraries:
	@sh .ci/system-packages $(APT_TESTS)

clean:               ## remove the environment and caches; the editions stay
	rm -rf .venv build .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis .cache .make
	find src tests -name __pycache__ -prune -exec rm -rf {} +
