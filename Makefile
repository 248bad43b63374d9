# Riftline's commands. `make demo` and `make test` need Python 3.11 or newer, make and PyPI; they set up what is missing.
#
#   make demo     set up, code the examples, store them, print a briefing of one of their three stories
#   make test     all tests (EXAMPLES=default: property tests draw other examples each time)
#   make check    lint, types, licences, documentation, tests and the quick floors: what CI runs
#   make lint     ruff
#   make types    mypy, strict
#   make licences refuses what Riftline may not be made of: GPL, AGPL, LGPL, unknown
#   make floors   every evaluation that has a floor (needs ../shared for most; what has no data is skipped)
#   make lock     make both lock files again (UPGRADE=1 for newer versions)
#   make model    train the model again and put it into the package (an hour to two on two cores)
#   make sbom     build/riftline.cdx.json, what Riftline is made of (CycloneDX)
#   make wheel    dist/, the wheel and the source distribution of the last commit, the same bytes from everywhere
#   make wheel-check  builds the wheel twice, looks into it, tries it on each Python that is here (PYTHONS="PATH PATH" for others)
#   make docs     the documentation as pages, in build/site
#   make reference  docs/reference made again from the program, and what the tutorial's commands print
#   make picture  docs/briefing.svg, the picture in the README
#   make clean    remove what was made here: environments, caches, the demo's database

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
PIP = $(BIN)/python -m pip --disable-pip-version-check --no-input
READY := $(VENV)/.ready
READY_DEV := $(VENV)/.ready-dev
TRAIN := .venv-train
LOCKER := .venv-lock
BUILD := training/build
MODELS := src/riftline/models
COMMA := ,
# The trainings whose mean is the model: seed, rate, and what status and voucher count in the loss.
FURTHER := 21,1e-4,2,0.6 22,1e-4,2,0.6 23,1.5e-4,3,0.8 24,1.5e-4,3,0.8 25,2e-4,2,1 26,2e-4,2,1
DB ?= riftline.duckdb
STORY ?= examples/karabakh
# One more than there are processors: some tests wait.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1) + 1)
# Hypothesis's own profile: the same examples each time, so that a failing check is one of the change.
EXAMPLES ?= ci

# The first of these that is 3.11 or newer and can make environments (Debian packs that apart, as python3-venv).
CANDIDATES := python3.13 python3.12 python3.11 python3 python
PYTHON ?= $(shell for p in $(CANDIDATES); do \
	"$$p" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo "$$p"; break; }; done)

.PHONY: help setup setup-dev demo test check lint types licences floors floors-quick docs reference
.PHONY: lock sbom wheel wheel-check model picture clean

help:
	@sed -n '/^$$/q;s/^# \{0,1\}//p' Makefile

setup: $(READY)
setup-dev: $(READY_DEV)

$(BIN)/python:
	@if [ -z "$(PYTHON)" ]; then \
		echo "Riftline needs Python 3.11 or newer with its venv module; none of $(CANDIDATES) is that." >&2; \
		echo "Install one (on Debian and Ubuntu: apt install python3 python3-venv), or name it: make PYTHON=/path/to/python3.12 …" >&2; \
		exit 1; \
	fi
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is older than Python 3.11." >&2; exit 1; }
	@echo "Setting up $(VENV) with $$($(PYTHON) --version) (some minutes the first time)"
	@$(PYTHON) -m venv $(VENV)

$(READY): requirements.lock pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(READY_DEV): requirements-dev.lock $(READY)
	$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

# The second time all examples are stored already, and only the story that is briefed is coded.
demo: $(READY)
	$(BIN)/riftline ingest examples --db $(DB)
	$(BIN)/riftline code $(STORY) --format brief
	@echo
	@echo "Two more stories: $(BIN)/riftline code examples/sahel, or examples/essequibo. All three are stored in $(DB):"
	@echo "try $(BIN)/riftline events --db $(DB) --type ACCUSE, or $(BIN)/riftline --help"

PYTEST = OMP_NUM_THREADS=1 RIFTLINE_THREADS=1 $(BIN)/python -m pytest --hypothesis-profile=$(EXAMPLES)

# First, and with nothing beside them, those that count processor time.
test: $(READY_DEV)
	$(PYTEST) -m alone
	$(PYTEST) -m "not alone" -n $(WORKERS) --dist loadfile --no-loadscope-reorder

lint: $(READY_DEV)
	$(BIN)/ruff check .

types: $(READY_DEV)
	$(BIN)/mypy

licences: $(READY_DEV)
	$(BIN)/python -m tools.check_licences

floors: $(READY_DEV)
	$(BIN)/python -m evaluation.check

floors-quick: $(READY_DEV)
	$(BIN)/python -m evaluation.check --quick

# One after the other, cheapest first, whatever -j says: each is there to fail early.
check: $(READY_DEV)
	$(MAKE) --no-print-directory lint
	$(MAKE) --no-print-directory types
	$(MAKE) --no-print-directory licences
	$(MAKE) --no-print-directory docs
	$(MAKE) --no-print-directory test
	$(MAKE) --no-print-directory floors-quick

docs: $(READY_DEV)
	$(BIN)/mkdocs build --strict --quiet

reference: $(READY_DEV)
	$(BIN)/python -m tools.make_reference
	$(BIN)/python -m tools.make_tutorial

$(LOCKER)/bin/uv: requirements-lock.in | $(BIN)/python
	$(BIN)/python -m venv $(LOCKER)
	$(LOCKER)/bin/python -m pip --disable-pip-version-check install -r requirements-lock.in
	@touch $@

LOCK = $(LOCKER)/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header \
	--quiet $(if $(UPGRADE),--upgrade)

lock: $(LOCKER)/bin/uv
	$(LOCK) pyproject.toml requirements-build.in -o requirements.lock
	$(LOCK) requirements-dev.in -o requirements-dev.lock

sbom: $(READY_DEV)
	$(BIN)/python -m tools.make_sbom build/riftline.cdx.json

wheel: $(READY_DEV)
	$(BIN)/python -m tools.make_wheel dist

wheel-check: $(READY_DEV)
	$(BIN)/python -m tools.check_wheel $(addprefix --python ,$(PYTHONS))

$(TRAIN)/.ready: training/requirements.txt | $(BIN)/python
	$(BIN)/python -m venv $(TRAIN)
	$(TRAIN)/bin/python -m pip --disable-pip-version-check install -r training/requirements.txt
	@touch $@

model: $(READY_DEV) $(TRAIN)/.ready
	mkdir -p $(BUILD)
	$(BIN)/python -m training.validate
	$(BIN)/python -m training.instances $(BUILD)/instances.jsonl
	PYTHONPATH=src $(TRAIN)/bin/python -m training.teacher $(BUILD)/teacher
	PYTHONPATH=src $(TRAIN)/bin/python -m training.finished $(BUILD)/fifth
	for each in $(FURTHER); do set -- $$(echo $$each | tr , " "); \
		PYTHONPATH=src $(TRAIN)/bin/python -m training.train $(BUILD)/instances.jsonl $(BUILD)/teacher $(BUILD)/$$1 --start $(BUILD)/fifth \
			--epochs 2 --no-half --seed $$1 --rate $$2 --status $$3 --by $$4 || exit 1; done
	PYTHONPATH=src $(TRAIN)/bin/python -m training.mean $(BUILD)/model $(foreach each,$(FURTHER),$(BUILD)/$(firstword $(subst $(COMMA), ,$(each))))
	cp $(BUILD)/model/encoder.onnx $(BUILD)/model/pairs.onnx $(BUILD)/model/heads.npz $(MODELS)/
	@echo "Now measure it (make floors) and write the scores into $(MODELS)/README.md."

picture: $(READY_DEV)
	$(BIN)/python tools/make_picture.py

clean:
	rm -rf $(VENV) $(TRAIN) $(LOCKER) $(BUILD) .mypy_cache .ruff_cache .pytest_cache .hypothesis build/site build/riftline.cdx.json dist $(DB) $(DB).wal
	find src tests evaluation training tools -name __pycache__ -type d -prune -exec rm -rf {} +
	rm -rf src/riftline.egg-info
