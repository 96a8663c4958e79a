# Everything runs from here: `make demo` first, then `make help`. Needs Python 3.11 or newer with its venv
# module, and a package index for the install; nothing else is fetched.

VENV   ?= .venv
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$p; break; }; done)
BIN    := $(VENV)/bin
RUN    := $(VENV)/.faleme-run
DEV    := $(VENV)/.faleme-dev
TRAIN  := $(VENV)/.faleme-train

# Ours must win over a user site and over variables of another environment.
export PYTHONNOUSERSITE = 1
unexport PYTHONHOME PYTHONPATH VIRTUAL_ENV

.DEFAULT_GOAL := help
.PHONY: help demo test lint bench quality docs data train clean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-7s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

demo: $(RUN)  ## install into .venv, read the example pages and show what came out
	@$(BIN)/faleme demo

test: $(DEV)  ## the whole suite, on every core there is (four at most)
	@$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile $(PYTEST_ARGS)

lint: $(DEV)  ## ruff, mypy --strict and the import contract
	@$(BIN)/python -m ruff check .
	@$(BIN)/python -m mypy
	@$(BIN)/lint-imports

bench: $(DEV)  ## speed and memory; writes benchmarks/results/latest.json
	@$(BIN)/python -m benchmarks.speed.run
	@$(BIN)/python -m benchmarks.speed.desk_pages --save

quality: $(DEV)  ## gold sets made by others (GOLD=folder), the core's heads and their floors; joins the same list
	@$(BIN)/python -m benchmarks.quality.gold $(if $(GOLD),$(GOLD),../shared/gold)
	@$(BIN)/python -m benchmarks.quality.bias --save
	@$(BIN)/python -m benchmarks.quality.core --save
	@GOLD=$(if $(GOLD),$(GOLD),../shared/gold) $(BIN)/python -m benchmarks.quality.ceiling --save
	@$(BIN)/python -m benchmarks.quality.floors whole --save

docs: $(DEV)  ## write the generated pages again, then run every example and follow every link
	@$(BIN)/python -m scripts.build_docs
	@$(BIN)/python -m pytest tests/docs
	@echo "Read on: README.md, docs/tutorial.md, docs/architecture.md, docs/codebook.md"

data: $(DEV)  ## rebuild faleme/data from the reference material (REFERENCE=folder)
	@$(BIN)/python -m scripts.build_data $(REFERENCE)

train: $(TRAIN)  ## train the language core (TRAIN_ARGS; see training/README.md)
	@$(BIN)/python -m training.train $(if $(TRAIN_ARGS),$(TRAIN_ARGS),--out training/runs/latest)

clean:  ## drop caches and the environment that make built
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist
	@if [ -e $(VENV)/.faleme-made ]; then rm -rf $(VENV); else rm -f $(RUN) $(DEV) $(TRAIN); fi

# An environment that is there already is kept; `clean` removes only one that this file made.
$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "faleme needs Python 3.11 or newer: make $(MAKECMDGOALS) PYTHON=/path/to/python3" >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV) || { \
		echo "The venv module is missing. On Debian and Ubuntu: apt install python3-venv" >&2; rm -rf $(VENV); exit 2; }
	@touch $(VENV)/.faleme-made

# pip before 23.1, which Debian 12 puts into new environments, stumbles over lxml[html_clean].
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check install
define install
	@echo "Installing $(1) into $(VENV) ..." >&2
	@$(PIP) 'pip>=24'
	@$(PIP) -e '$(2)'
endef

$(RUN): pyproject.toml | $(BIN)/python
	$(call install,faleme,.)
	@touch $@

$(DEV): pyproject.toml | $(BIN)/python
	$(call install,faleme with its checks,.[dev])
	@touch $(RUN) $@

$(TRAIN): pyproject.toml | $(BIN)/python
	$(call install,faleme with what training needs,.[dev,train])
	@touch $(RUN) $(DEV) $@
