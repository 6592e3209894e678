# Every target sets itself up: uv into .uv, Python packages from the lock into .venv. No root is needed.
.DEFAULT_GOAL := help
SHELL := /bin/sh
export PIP_ROOT_USER_ACTION := ignore
UV_VERSION := 0.13.9
UV := .uv/bin/uv
VENV := .venv
PY := $(VENV)/bin/python
# The first of these that runs and is 3.11 to 3.13; PYTHON= chooses another.
PYTHON ?= $(shell for p in python3.12 python3.13 python3.11 python3 python; do \
	"$$p" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && { echo "$$p"; break; }; done)

.PHONY: help run test lint format bench lock check-lock clean

help: ## Show the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

run: $(VENV)/run.stamp ## Start Airflow with Foresail and send a workbook through: WORKBOOK= ONCE=1 PORT= SUMMARY=
	@exec $(PY) -m foresail.trial $(if $(WORKBOOK),--workbook "$(WORKBOOK)") $(if $(ONCE),--once) \
		$(if $(PORT),--port $(PORT)) $(if $(SUMMARY),--summary "$(SUMMARY)")

test: $(VENV)/dev.stamp ## Run all tests: ARGS= are handed to pytest
	$(PY) -m pytest --numprocesses 2 --no-loadscope-reorder $(ARGS)

lint: $(VENV)/dev.stamp check-lock ## Check style, the lock, the Dockerfile and docker-compose.yaml
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/biome ci
	$(VENV)/bin/hadolint Dockerfile
	$(VENV)/bin/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yaml

format: $(VENV)/dev.stamp ## Format the code
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .
	$(VENV)/bin/biome check --write

bench: $(VENV)/dev.stamp ## Run the benchmarks, each against its peer: ONLY= names one
	$(PY) -m tests.bench $(ONLY)

DEV := --group dev --extra foundation -c requirements.txt
COMPILE := $(UV) pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --no-header

lock: $(UV) ## Compile requirements.txt and requirements-dev.txt anew from pyproject.toml
	$(COMPILE) --upgrade -o requirements.txt
	$(COMPILE) $(DEV) --upgrade -o requirements-dev.txt

check-lock: $(UV) ## Fail where the locks do not follow from pyproject.toml
	@for lock in requirements requirements-dev; do \
		cp $$lock.txt .uv/$$lock.check.txt; \
		$(COMPILE) $$([ $$lock = requirements-dev ] && echo $(DEV)) -o .uv/$$lock.check.txt; \
		grep -v -- --hash= $$lock.txt > .uv/$$lock.pins; \
		grep -v -- --hash= .uv/$$lock.check.txt | cmp -s - .uv/$$lock.pins || { echo "$$lock.txt is out of date: run make lock"; exit 1; }; \
	done

clean: ## Remove the environment and everything that make run has kept
	rm -rf .venv .uv .run

$(UV):
	@test -n "$(PYTHON)" || { echo "Foresail needs Python 3.11 to 3.13: install one, or name it with PYTHON="; exit 1; }
	@if command -v uv >/dev/null 2>&1 && [ "$$(uv --version | cut -d' ' -f2)" = "$(UV_VERSION)" ]; then \
		mkdir -p .uv/bin && ln -sf "$$(command -v uv)" $(UV); \
	elif "$(PYTHON)" -m pip --version >/dev/null 2>&1; then \
		"$(PYTHON)" -m pip install --quiet --quiet --disable-pip-version-check --target .uv "uv==$(UV_VERSION)"; \
	elif "$(PYTHON)" -m venv .uv/venv >/dev/null 2>&1; then \
		mkdir -p .uv/bin && .uv/venv/bin/pip install --quiet "uv==$(UV_VERSION)" && ln -sf ../venv/bin/uv $(UV); \
	else echo "$(PYTHON) has neither pip nor venv: install one of them (on Debian: python3-venv)"; exit 1; fi
	@test -x $(UV)

$(PY): | $(UV)
	@$(UV) venv --quiet --python "$$("$(PYTHON)" -c 'import sys; print(sys.executable)')" --no-python-downloads $(VENV)

$(VENV)/run.stamp: requirements.txt pyproject.toml | $(PY)
	@echo "installing the packages of requirements.txt into $(VENV)"
	@test -f $(VENV)/dev.stamp && test $(VENV)/dev.stamp -nt requirements.txt || \
		$(UV) pip sync --quiet --python $(PY) --require-hashes requirements.txt
	@$(UV) pip install --quiet --python $(PY) --no-deps --editable .
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt pyproject.toml | $(PY)
	@echo "installing the packages of requirements-dev.txt into $(VENV)"
	@$(UV) pip sync --quiet --python $(PY) --require-hashes requirements-dev.txt
	@$(UV) pip install --quiet --python $(PY) --no-deps --editable .
	@touch $@ $(VENV)/run.stamp
