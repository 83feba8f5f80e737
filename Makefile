# Set up and run: `make demo` answers the first question, `make test` runs all checks.

PYTHON ?= python3
DATA ?= ../shared/data
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
PYTEST_ARGS ?=
WORKERS ?= $(shell getconf _NPROCESSORS_ONLN)
# A file's tests run in one process, so that a server or an import is made once. (pytest-xdist 3.8
# ignores groups with pytest 9.2.)
PARALLEL := --numprocesses $(WORKERS) --dist loadfile
# Coverage makes these tests up to two and a half times slower; the floor is that of the others.
UNMEASURED := exhaustive or browser or notebook or server or virtuoso or real_data
LOWEST := .venv-lowest
LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet pyproject.toml

.PHONY: demo test lint types check tests test-lowest format docs docs-output refresh bench notebooks pictures lock clean help

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 13

demo: .venv/.package ## Set up and show a route from software engineer to lead machine learning engineer
	@$(BIN)/careergraph path "software engineer" "lead machine learning engineer" --html demo.html --force

test: lint types check tests ## Set up and run every check: style, types, data, tests, wheel

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/biome check --error-on-warnings
	$(BIN)/lint-imports

types: .venv/.dev
	$(BIN)/mypy
	$(BIN)/mypy tools/refresh
	$(BIN)/mypy tools/occupations
	$(BIN)/mypy benchmarks

check: .venv/.package ## Check the graph's own rules
	$(BIN)/careergraph check

tests: .venv/.dev
	$(BIN)/python -m pytest --doctest-modules $(PARALLEL) -m "not ($(UNMEASURED))" --cov --cov-report term $(PYTEST_ARGS)
	$(BIN)/python -m pytest tests $(PARALLEL) -m "$(UNMEASURED)" $(PYTEST_ARGS)

test-lowest: .venv-lowest/.made ## Run the fast tests with the lowest versions that are promised
	$(LOWEST)/bin/python -m pytest $(PARALLEL) -m "not (browser or notebook or server or virtuoso or real_data)" \
	  --ignore tests/test_wheel.py --ignore tests/test_benchmarks.py $(PYTEST_ARGS)

format: .venv/.dev ## Bring code and ontology into canonical form, make the tables of profiles again
	$(BIN)/ruff format .
	$(BIN)/biome check --write
	$(BIN)/python tools/superclass_types.py
	$(BIN)/python tools/format_ontology.py
	$(BIN)/python tools/profile_tables.py
	$(BIN)/python tools/ontology_page.py

docs: .venv/.dev ## Build the documentation as a site in site/; a broken link is an error
	rm -rf build/docs site
	mkdir -p build/docs
	cp -R docs notebooks README.md CONTRIBUTING.md SECURITY.md CHANGELOG.md LICENSE build/docs
	$(BIN)/zensical build --clean
	@echo "To read it: $(BIN)/python -m http.server --bind 127.0.0.1 --directory site"

docs-output: .venv/.dev ## Write again what README and docs show of commands, code, queries and counts
	$(BIN)/python tools/docs_output.py
	$(BIN)/python tools/reference_pages.py
	$(BIN)/python tools/queries_page.py
	$(BIN)/python tools/data_page.py

refresh: .venv/.dev ## Fill in the figures from the public data sets: make refresh DATA=folder
	$(BIN)/python tools/refresh "$(DATA)"
	$(BIN)/python tools/occupations "$(DATA)"
	$(BIN)/python tools/superclass_types.py
	$(BIN)/python tools/format_ontology.py

bench: .venv/.dev ## Measure the promised figures
	$(BIN)/python benchmarks

notebooks: .venv/.dev ## Execute the notebooks and save their outputs
	$(BIN)/python notebooks/execute.py

pictures: .venv/.dev ## Make docs/example.html and the screenshots again
	$(BIN)/python tools/make_pictures.py

lock: ## Write requirements.txt and requirements-dev.txt again, with hashes (needs uv)
	printf 'hatchling>=1.27\neditables>=0.5\n' | $(LOCK) --extra check - > requirements.new
	printf 'hatchling>=1.27\neditables>=0.5\n' | $(LOCK) --all-extras --group dev - > requirements-dev.new
	for file in requirements requirements-dev; do \
	  { sed -n '/^#/p' $$file.txt; cat $$file.new; } > $$file.both && mv $$file.both $$file.txt && rm $$file.new; done

clean: ## Remove what was set up
	rm -rf .venv $(LOWEST) .coverage dist build site .cache demo.html .mypy_cache .pytest_cache .ruff_cache .hypothesis

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "careergraph needs Python 3.11 or newer; $(PYTHON) is older. Try: make demo PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.package: .venv/bin/python pyproject.toml requirements.txt
	$(PIP) install --require-hashes --requirement requirements.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: .venv/.package requirements-dev.txt
	$(PIP) install --require-hashes --requirement requirements-dev.txt
	@touch $@

.venv-lowest/.made: pyproject.toml tools/lowest_versions.py .venv/.dev
	$(PYTHON) -m venv --clear $(LOWEST)
	$(BIN)/python tools/lowest_versions.py > $(LOWEST)/requirements.txt
	$(LOWEST)/bin/python -m pip --disable-pip-version-check --quiet install \
	  --requirement $(LOWEST)/requirements.txt --editable .
	@touch $@
