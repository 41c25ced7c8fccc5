# 明账. `make serve` is all that a fresh machine with Python ≥ 3.11, git and make needs.

SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8000
HOST ?= 127.0.0.1
PYTEST := $(BIN)/python -m pytest
# As many processes as there are cores; the tests of one file stay in one of them, for they share what took seconds
# to make. Where 25 fail something they share is broken, and the others would only take their time.
PARALLEL := -n auto --maxprocesses 8 --dist loadfile --no-loadscope-reorder --maxfail 25
INSTALL := $(BIN)/python -m pip install --quiet --constraint constraints.txt

.PHONY: serve test peers postgres openwebui fuzz load lint format dev goldens eval train lock locked sbom clean help

help: ## these lines
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

serve: .venv/.run ## install, take in the shipped disclosures and serve the page (HOST=, PORT=)
	$(BIN)/mingzhang serve --host $(HOST) --port $(PORT)

test: .venv/.dev ## run all tests, on all cores
	$(PYTEST) $(PARALLEL)

peers: .venv/.dev ## test by other projects' own tests and programs: LangChain's, schemathesis, Datasette, DuckDB, Frictionless, hadolint
	$(INSTALL) --editable '.[peers]'
	$(PYTEST) $(PARALLEL) -m 'slow or not slow' tests/qa/test_langchain.py tests/qa/web/test_schemathesis.py \
	  tests/corpus/test_data_tools.py tests/test_deploy.py

openwebui: .venv/.dev ## the real Open WebUI in a browser against the service (2 GB); the picture goes to docs/
	@test -x .venv-openwebui/bin/open-webui || { $(PYTHON) -m venv .venv-openwebui && \
	  .venv-openwebui/bin/pip install --quiet --constraint <(grep '^torch==' constraints.txt) open-webui; }
	$(BIN)/python tests/openwebui.py .venv-openwebui/bin/open-webui

postgres: .venv/.dev ## run the tests with every store on a real PostgreSQL, but those of a file of SQLite
	MINGZHANG_TEST_DATABASE=postgresql $(PYTEST) $(PARALLEL)

fuzz: .venv/.dev ## read torn files of every kind, SECONDS (60) each
	MINGZHANG_FUZZ_SECONDS=$(or $(SECONDS),60) nice -n 19 $(PYTEST) -m slow tests/ingest/test_fuzz.py

load: .venv/.dev ## what bends it (an hour): kills, crowd, soak, hostile files, worst questions and texts; each file says how to set its size
	$(PYTEST) -m slow tests/load

lint: .venv/.dev ## ruff, mypy --strict, and the walls between the folders
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/.dev ## put the code into its standard form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

dev: .venv/.dev ## install what developing needs

goldens: .venv/.dev ## write the expected results of the golden tests anew; read the diff before committing it
	MINGZHANG_UPDATE_GOLDENS=1 $(PYTEST) -k golden

eval: .venv/.dev ## measure the answering against the gold questions
	$(BIN)/mingzhang eval run --variant no-vectors

train: .venv/.dev ## learn the weights by which passages are ranked from the bank's train part
	$(BIN)/mingzhang eval train

lock: .venv-supply/.done ## write requirements.lock: every part with its version and hashes
	.venv-supply/bin/uv pip compile pyproject.toml --constraint constraints.txt --universal --generate-hashes \
	  --no-header --no-annotate --quiet --output-file requirements.lock

locked: .venv/bin/python requirements.lock ## install from requirements.lock: nothing but what has its hash there
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch .venv/.run

sbom: .venv/.run .venv-supply/.done ## write dist/sbom.cdx.json (CycloneDX) and docs/licences.csv of what is installed
	@mkdir -p dist
	.venv-supply/bin/cyclonedx-py environment --output-reproducible --output-file dist/sbom.cdx.json $(BIN)/python
	.venv-supply/bin/pip-licenses --python $(BIN)/python --format=csv --order=name --from=mixed --ignore-packages mingzhang pip \
	  > docs/licences.csv

clean: ## remove what was built; the home folder stays
	rm -rf .venv .venv-supply build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "mingzhang needs Python 3.11 or newer; name one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -m venv .venv >/dev/null 2>&1 || $(PYTHON) -m virtualenv -q .venv 2>/dev/null || \
	  { rm -rf .venv; echo "Python cannot make a virtual environment here." >&2; \
	    echo "On Debian or Ubuntu: sudo apt-get install python3-venv, then run make again." >&2; exit 1; }
	@$(INSTALL) --upgrade pip

.venv-supply/.done: .venv/bin/python
	$(PYTHON) -m venv .venv-supply
	.venv-supply/bin/python -m pip install --quiet 'uv>=0.9' 'cyclonedx-bom>=7' 'pip-licenses>=5'
	@touch $@

.venv/.run: .venv/bin/python constraints.txt pyproject.toml
	$(INSTALL) --editable '.[mcp,scan]'
	@touch $@

.venv/.dev: .venv/bin/python constraints.txt pyproject.toml
	$(INSTALL) --editable '.[dev,models]'
	@touch $@ .venv/.run
