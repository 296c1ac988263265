# make help prints itself.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=
JOBS ?= 3
.DEFAULT_GOAL := help
.PHONY: help demo test check bench burden migration messages clean

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 20

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null && $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	  || { echo "Bangfu needs Python 3.11 or newer: install it, or say make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: constraints.txt pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.test: constraints.txt pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	@touch $@ $(VENV)/.run

demo: $(VENV)/.run ## the demonstration county with web chat, e.g. make demo ARGS="--port 8090"
	$(BIN)/bangfu demo $(ARGS)

# The processes of pytest and the servers they start read compiled modules, whatever the environment says.
# mypy runs beside them: they wait for servers part of the time. Whichever of the two fails, make fails.
test: $(VENV)/.test ## everything: lint, types, tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	@$(BIN)/mypy & types=$$!; \
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n $(JOBS) --dist worksteal $(ARGS); tests=$$?; \
	wait $$types || { echo "make test: mypy failed, its lines stand above those of pytest"; exit 1; }; \
	exit $$tests

check: $(VENV)/.test ## lint and types only
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/mypy

bench: $(VENV)/.test ## ratios, a line each, e.g. make bench ARGS="turn digest"
	$(BIN)/python -m tests.bench $(ARGS)

burden: $(VENV)/.test ## what the standard week asks of a cadre: messages, characters, questions put twice
	$(BIN)/python -m tests.burden

migration: $(VENV)/.test ## the next revision of the tables, NAME="what changes"
	$(BIN)/python -m storage.migrations.new "$(NAME)"

messages: $(VENV)/.test ## bring the catalogues in step with the code
	$(BIN)/python -m tests.house.messages

clean: ## the virtual environment and caches (data stay)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache artefacts
	find . -name __pycache__ -prune -exec rm -rf {} +
