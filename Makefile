# The first Python on the path that is new enough; or say `make PYTHON=...`.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
READY := .venv/.stamp

.PHONY: run test check spec corpus bench bench-campaign faults uncached histories lock

run: $(READY)
	$(BIN)/python -m plugin.cli up $(if $(EXIT),--exit)

test: $(READY)
	$(BIN)/python -m tests.parts

faults: $(READY)
	$(BIN)/python -m pytest -m faults --spec-complete=faults

# Every workflow task replays its history.
uncached: $(READY)
	HOMING_TESTS_UNCACHED=1 $(BIN)/python -m pytest -m "not faults" tests/journeys tests/workflows tests/dispatching

# What tests/replay/histories/README.md says when to do; ONLY=word: those with the word in their names.
histories: $(READY)
	$(BIN)/python -m pytest --quiet tests/replay/recording.py $(if $(ONLY),-k "$(ONLY)")

check: $(READY)
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

spec: $(READY)
	$(BIN)/python -m tests.spec_report

# How well data/replies.csv is understood: docs/replies.md.
corpus: $(READY)
	$(BIN)/python -m tests.corpus

bench: $(READY)
	$(BIN)/python -m tests.bench
	$(BIN)/python -m tests.bench.callbacks
	$(BIN)/python -m tests.bench.stop
	$(BIN)/python -m tests.bench.first_text
	$(BIN)/python -m tests.bench.replies
	$(BIN)/python -m tests.bench.scim
	$(BIN)/python -m tests.bench.imports
	$(BIN)/python -m tests.bench.codes

bench-campaign: $(READY)
	$(BIN)/python -m tests.bench.campaign

# Exact pins and nothing else: no index addresses, so that anybody's own index serves.
lock: $(READY)
	$(BIN)/pip-compile --quiet --extra dev --extra embedded --strip-extras --no-annotate --no-header \
		--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options \
		--output-file requirements.lock pyproject.toml

$(READY): requirements.lock
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --editable .
	touch $(READY)
