# make run | test | check; `make help` lists the rest. Each sets up what it needs and is quick afterwards.

# The project's own environment where it works, else the first suitable Python of this machine.
PYTHON ?= $(shell sh tools/python.sh)
VENV_PYTHON := $(if $(filter Windows_NT,$(OS)),.venv/Scripts/python.exe,.venv/bin/python)

.DEFAULT_GOAL := help
.PHONY: help run test check format pictures lock clean environment-run environment-dev programs

help:  ## list these commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1: \2/p' Makefile

# Only this machine reaches the app, until ADDRESS=0.0.0.0 lets others on the network in.
ADDRESS ?= localhost

run: environment-run  ## open the app (PORT=8600 chooses the port, ADDRESS=0.0.0.0 lets the network in)
	@$(VENV_PYTHON) -m streamlit run app.py --server.address=$(ADDRESS) $(if $(PORT),--server.port=$(PORT))

test: environment-dev programs  ## run all tests, in a real Chromium too (ARGS="-k ring" chooses some)
	@$(VENV_PYTHON) -m pytest --numprocesses=2 --no-loadscope-reorder $(ARGS)

check: environment-dev  ## lint, format, types and import contracts
	@$(VENV_PYTHON) -m ruff check .
	@$(VENV_PYTHON) -m ruff format --check .
	@$(VENV_PYTHON) -m mypy
	@$(dir $(VENV_PYTHON))lint-imports --no-logo

format: environment-dev  ## put the code into the common form
	@$(VENV_PYTHON) -m ruff check --fix .
	@$(VENV_PYTHON) -m ruff format .

pictures: environment-dev  ## take the README's pictures anew
	@$(VENV_PYTHON) -m tools.pictures
	@$(VENV_PYTHON) -c "from flywheel_core.cli import main; main(['example', 'pipeline'])" | $(VENV_PYTHON) -c "from flywheel_core.cli import main; main(['report', '-', '-o', 'docs/pictures/ring.png'])"

lock:  ## renew the locks in requirements/ from pyproject.toml
	@python="$(PYTHON)" && test -n "$$python" && "$$python" -m tools.lock

clean:  ## remove the environment, the fetched browser and all caches
	@rm -rf .venv .browsers build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

environment-run environment-dev: environment-%:
	@python="$(PYTHON)" && test -n "$$python" && "$$python" -m tools.environment $*

programs: environment-dev
	@$(VENV_PYTHON) -m tools.poppler
	@$(VENV_PYTHON) -m tools.chromium
