# Svyazi. `make run` is all that a new machine needs: Python 3.11 or newer, and make.
MAKEFLAGS += --no-print-directory
PYTHON_OF_VENV = .venv/bin/python
.DEFAULT_GOAL := help
.PHONY: help run demo test test-only fuzz lint format messages lock screenshots benchmark environment environment-dev clean

help: ## say what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

run: environment ## install, prepare the database, and serve on http://127.0.0.1:8000
	@tools/run.sh

demo: environment ## the same, with two accounts full of invented people, one Russian, one English
	@tools/run.sh --demo

test: lint test-only ## lint, types and every test (DATABASE_URL=postgres://… for PostgreSQL)

test-only: environment-dev ## the tests without the checks before them
	@tools/test.sh

fuzz: environment-dev ## every parser of foreign files on 10,000 hostile inputs (half an hour)
	@FUZZ_CASES=$${FUZZ_CASES:-10000} .venv/bin/pytest -q -m fuzz -n auto tests/exchange

lint: environment-dev ## lint, types, contracts of imports, messages
	@tools/lint.sh

format: environment-dev ## put the code into its one form
	@.venv/bin/ruff check --fix-only --quiet . && .venv/bin/ruff format .

messages: environment-dev ## collect the messages of code and templates, and compile the catalogues
	@$(PYTHON_OF_VENV) tools/messages.py update && $(PYTHON_OF_VENV) tools/messages.py compile

lock: environment-dev ## lock the parts of the product by hash, from pyproject.toml
	@tools/lock.sh

screenshots: environment-dev ## every page as a picture, into screenshots/
	@$(PYTHON_OF_VENV) tools/screenshots.py

benchmark: environment ## how fast the pages are beside a bare one
	@$(PYTHON_OF_VENV) manage.py benchmark

clean: ## remove the environment and the caches; data/ stays
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis screenshots

environment:
	@tools/environment.sh requirements.txt

environment-dev:
	@tools/environment.sh requirements-dev.txt
