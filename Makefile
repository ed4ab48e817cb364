# Everything Python goes into .venv; a browser comes from the system's packages.
PYTHON ?= python3
# Some images forbid bytecode; every one of the many processes of a check would compile all of it anew.
export PYTHONDONTWRITEBYTECODE :=
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev

# What is never imported need not be compiled: that took a third of the time.
PIP := $(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check

.PHONY: demo test check lint bench kills browser lock clean

demo: $(STAMP)
	$(BIN)/parks demo

# Debian packs venv apart from python3.
$(BIN)/python:
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); apt-get update -qq && apt-get install -y -qq python3-venv && $(PYTHON) -m venv $(VENV); }

$(STAMP): requirements/runtime.lock pyproject.toml setup.py | $(BIN)/python
	$(PIP) --require-hashes --no-deps -r requirements/runtime.lock
	$(PIP) --no-deps -e .
	touch $@

$(DEV_STAMP): requirements/dev.lock pyproject.toml setup.py | $(BIN)/python
	$(PIP) --require-hashes --no-deps -r requirements/dev.lock
	$(PIP) --no-deps -e .
	touch $@ $(STAMP)

APT := DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends >/dev/null

# A browser for the journeys: the one that is there, else the system's package, else Playwright's own.
# A Chinese font, so that pictures of pages show characters and not boxes.
browser: $(DEV_STAMP)
	@command -v chromium-headless-shell >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && \
	  { $(APT) chromium-headless-shell || $(APT) chromium; } && $(APT) fonts-noto-cjk; } || \
	command -v chromium >/dev/null || command -v google-chrome >/dev/null || $(BIN)/playwright install chromium

# Four workers on two cores: a test waits for its browser, its database and its clock a third of the time.
test: $(DEV_STAMP) browser
	$(BIN)/python -m pytest -n 4 --dist worksteal --durations 60 --durations-min 3

lint: $(DEV_STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint templates --lint --quiet

# Both at once: what reads the code needs little of a browser's machine.
check: $(DEV_STAMP) browser
	$(MAKE) --no-print-directory --jobs 2 lint test

# 20 SIGKILLs in the middle of acknowledged writes; `make test` runs four.
kills: $(DEV_STAMP)
	PARKS_KILLS=20 $(BIN)/python -m pytest tests/reliability -p no:xdist --timeout 900

bench: $(DEV_STAMP)
	$(BIN)/python -m tests.bench

lock:
	for kind in runtime dev; do $(BIN)/uv pip compile --quiet --generate-hashes --universal --python-version 3.11 \
	  --override requirements/overrides.txt requirements/$$kind.in -o requirements/$$kind.lock --no-annotate --no-header; done

clean:
	rm -rf $(VENV) data build dist
