# Two commands for a newcomer: `make report` and `make test`. Everything lives in .venv.
PYTHON ?= python3
BIN := .venv/bin
PERIOD ?=
PLATFORM ?= windows
FOR ?= 3.12
TELL ?=
LOCKED := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -q
WORKERS := --numprocesses 3 --dist loadfile --no-loadscope-reorder  # more than processors: tests wait for programs; a file's share what they build
APT_TESTS := chromium poppler-utils libreoffice-writer-nogui libreoffice-calc-nogui
# Some containers say so; each of hundreds of processes would compile the libraries again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help report test test-fast test-all notebooks dictionary pictures rooms catalogue lint lock wheels bench prepare-run prepare-tests test-libraries clean

help:                ## this list
	@grep -E '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 16

report: prepare-run  ## build the newest edition (PERIOD=2024-H1 for another): reports/PERIOD/
	@$(BIN)/briefing build $(PERIOD)
	@echo 'Open briefing.html in a browser and click a number: it shows how it is computed and from which rows.'

test: prepare-tests test-libraries  ## run the tests, in real kernels, a real browser, real PDF and Word files
	$(BIN)/python -m pytest -m "not slow" $(WORKERS) $(TELL)

test-fast: prepare-tests  ## run what takes less than a minute: what notebooks import, and the files of the project
	$(BIN)/python -m pytest tests/api tests/project -m "not slow and not builds" --numprocesses 2 --dist worksteal

test-all: prepare-tests test-libraries  ## run every test, also those that take minutes each; property tests seek new examples
	$(BIN)/python -m pytest $(WORKERS) --hypothesis-profile seeking $(TELL)

notebooks: prepare-run  ## re-execute the section notebooks in place, so that their stored outputs are current
	$(BIN)/briefing maintain notebooks

dictionary: prepare-run  ## write data/README.md from data/datapackage.json, notebooks/REFERENCE.md from docstrings
	$(BIN)/briefing maintain dictionary > .venv/dictionary.md && mv .venv/dictionary.md data/README.md
	$(BIN)/python .ci/reference.py > .venv/reference.md && mv .venv/reference.md notebooks/REFERENCE.md

pictures: prepare-tests test-libraries  ## take the guides' pictures of what is built now
	BRIEFING_PICTURES=1 $(BIN)/python -m pytest tests/project/test_pictures.py

rooms: prepare-tests  ## draw ARCHITECTURE.md's picture of the rooms as the imports are
	$(BIN)/python .ci/rooms.py --write

catalogue: prepare-run  ## bring the Vietnamese texts to what the program says; translate what is new in src/helpers/locale
	@$(BIN)/python .ci/catalogue.py

lint: prepare-tests  ## check style, notebooks too, the arrows between the rooms, types, what tests import and lines of code
	$(BIN)/ruff check src tests notebooks
	$(BIN)/ruff format --check src tests notebooks
	$(BIN)/lint-imports --no-logo
	$(BIN)/mypy
	$(BIN)/python .ci/doors.py
	$(BIN)/python .ci/rooms.py
	@$(BIN)/python .ci/budgets.py

bench: prepare-tests test-libraries  ## measure builds, watch, batches, growing tables and the audit: one table of aims, met or not
	@$(BIN)/python tests/benchmarks

lock:                ## resolve the dependencies of pyproject.toml again (needs uv)
	$(LOCKED) --extra build -o requirements.lock
	$(LOCKED) --all-extras -c requirements.lock -o requirements-test.lock

wheels: prepare-run  ## one archive with all packages for a machine without internet: PLATFORM=windows FOR=3.12
	@$(BIN)/python .ci/bundle.py $(PLATFORM) $(FOR)

# The environment, from the lock files alone; nothing happens where it is as it should be.
prepare-run:
	@$(PYTHON) .ci/prepare.py

prepare-tests:
	@$(PYTHON) .ci/prepare.py --tests

test-libraries:
	@sh .ci/system-packages $(APT_TESTS)

clean:               ## remove the environment and caches; the editions stay
	rm -rf .venv build .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis .cache .make
	find src tests -name __pycache__ -prune -exec rm -rf {} +
