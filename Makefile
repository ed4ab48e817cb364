# Everything Python goes into .venv; a browser comes from the system's packages.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev

.PHONY: demo test check lint bench lock clean

demo: $(STAMP)
	$(BIN)/parks demo

$(STAMP): requirements/runtime.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/runtime.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . || \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	touch $@

$(DEV_STAMP): requirements/dev.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	touch $@ $(STAMP)

# A browser for the journeys: what is there, else the system's package, else Playwright's own.
browser: $(DEV_STAMP)
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || \
	  (apt-get update -qq && apt-get install -y -qq chromium fonts-noto-cjk) || $(BIN)/playwright install chromium

test: $(DEV_STAMP) browser
	$(BIN)/python -m pytest -n 2 --dist worksteal

lint: $(DEV_STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint templates --check --lint --quiet

check: lint test

bench: $(DEV_STAMP)
	$(BIN)/python -m tests.bench

lock:
	for kind in runtime dev; do $(BIN)/uv pip compile --quiet --generate-hashes --universal --python-version 3.11 \
	  --override requirements/overrides.txt requirements/$$kind.in -o requirements/$$kind.lock --no-annotate --no-header; done

clean:
	rm -rf $(VENV) data build dist
