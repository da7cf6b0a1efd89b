# Everything is made from a checkout with Python 3.11 or newer, make and git; `make run` is all a stranger needs.
PYTHON ?= python3
UV ?= uv
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip --disable-pip-version-check install --quiet
PINNED := $(INSTALL) --require-hashes --only-binary :all:
COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest \
	--generate-hashes --no-annotate --no-emit-index-url --no-emit-find-links \
	--custom-compile-command "make lock"

.PHONY: run test check bench soak schema outside lock clean

# The demo: sets up, migrates, seeds and serves on port 8000.
run: .venv/.run
	@$(BIN)/cairn demo

test: .venv/.dev
	$(BIN)/python -m pytest -n 2 --dist loadfile

check: .venv/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m api.schema | diff -u schema.graphql -

# The properties again, with other examples each time and many more of them.
soak: .venv/.dev
	$(BIN)/python -m pytest -n 2 --dist loadfile --hypothesis-profile=soak

bench: .venv/.dev
	$(BIN)/python -m bench

# Prints the GraphQL schema into schema.graphql, for a change of it to be read and committed.
schema: .venv/.run
	$(BIN)/python -m api.schema > .venv/schema.graphql
	mv .venv/schema.graphql schema.graphql

# What others wrote to judge servers like ours, and the image's own commands; these may download.
outside: .venv/.outside tests/outside/node_modules/.made
	$(BIN)/python tests/outside/image.py
	tests/outside/run

# Resolves what is pinned anew; needs uv, which nothing else does.
lock: .venv/.outside
	$(COMPILE) --upgrade pyproject.toml -o requirements/run.txt
	$(COMPILE) --upgrade pyproject.toml --group dev -c requirements/run.txt -o requirements/dev.txt
	$(COMPILE) --upgrade --group build -o requirements/build.txt
	$(COMPILE) --upgrade --group outside -o requirements/outside.txt
	$(BIN)/python tests/outside/npm.py update --package-lock-only

# Leaves .cairn alone: that is somebody's data.
clean:
	rm -rf .venv dist .hypothesis .mypy_cache .pytest_cache .ruff_cache tests/outside/node_modules
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Each stamp is as old as the last installation, so setting up again happens only when a file changed.
.venv/.run: pyproject.toml requirements/build.txt requirements/run.txt
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else \
		"Cairn needs Python 3.11 or newer: make PYTHON=python3.11 …")'
	@echo "Setting up .venv …"
	@test -x $(BIN)/pip || $(PYTHON) -m venv .venv
	@$(PINNED) -r requirements/build.txt -r requirements/run.txt
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: .venv/.run requirements/dev.txt
	@echo "Adding what checks and tests need …"
	@$(PINNED) -r requirements/dev.txt
	@touch $@

.venv/.outside: .venv/.dev requirements/outside.txt
	@echo "Adding what the outside suites need …"
	@$(PINNED) -r requirements/outside.txt
	@touch $@

tests/outside/node_modules/.made: .venv/.outside tests/outside/package-lock.json
	$(BIN)/python tests/outside/npm.py ci
	@touch $@
