# Carillon's commands. `make help` lists them.
SHELL := /bin/bash
UV := .tools/bin/uv
PY := .venv/bin/python
UV_VERSION := 0.13.9

.DEFAULT_GOAL := help

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-15s %s\n", $$1, $$2}'

$(UV):
	python3 -m venv .tools
	.tools/bin/pip -q install uv==$(UV_VERSION)

.venv/.synced: pyproject.toml uv.lock | $(UV)
	$(UV) sync -q --frozen --group dev
	@touch $@

.venv-engine/.synced: pyproject.toml uv.lock | $(UV)
	UV_PROJECT_ENVIRONMENT=.venv-engine $(UV) sync -q --frozen --only-group engine
	@touch $@

.venv-template/.synced: pyproject.toml uv.lock | $(UV)
	UV_PROJECT_ENVIRONMENT=.venv-template $(UV) sync -q --frozen --only-group template
	@touch $@

.venv-comparison/.synced: pyproject.toml uv.lock | $(UV)
	UV_PROJECT_ENVIRONMENT=.venv-comparison $(UV) sync -q --frozen --only-group comparison
	@touch $@

setup: .venv/.synced .venv-engine/.synced ## Make the Python environments from the lock

lock: | $(UV) ## Resolve the pinned dependencies anew
	$(UV) lock

run: setup ## Start Carillon on this machine: engine, stack, demo district, web app; Ctrl-C stops
	@exec $(PY) -m infra.local run $(ARGS)

stop: .venv/.synced ## Stop a Carillon that runs elsewhere, or what a killed one left
	@$(PY) -m infra.local stop $(ARGS)

forget: stop ## Delete everything this machine's Carillon has kept: people, messages, sign-ins
	rm -rf .carillon

web: ## Build the web app into web/dist
	cd web && npm install --no-save --no-audit --no-fund && npm run build

check-template: setup .venv-template/.synced ## Check template.yaml with the routes laid in: cfn-lint, SAM translator, wiring
	$(PY) -m pytest tests/architecture/test_template.py

test: setup .venv-template/.synced ## Everything: types, lint, contracts, unit, integration, the deployed stack, the browser
	@$(PY) -m infra.checks $(ARGS)

crashes: setup ## Ten thousand days on which everything goes wrong; one again: make crashes ARGS="--seed 17"
	@nice -n 19 $(PY) -m tests.crashes $(ARGS)

bench: setup .venv-comparison/.synced ## Measure and print the budgets; writes bench/results.json
	@$(PY) -m bench $(ARGS)

openapi: setup ## Write docs/api/openapi.json and the web app's types from the routes
	@$(PY) -m infra.openapi
	@cd web && npm run -s client

hooks: setup ## Run the checks of a commit before each commit
	@.venv/bin/pre-commit install

package: setup ## Pack code, layer and template into build/, as `make deploy` sends them
	$(PY) -m infra.package

district: setup ## The operator's part in a district: make district ARGS="--help"
	@$(PY) -m infra.district $(ARGS)

redrive: setup ## Show dead letters; put them back: make redrive ARGS="all"
	@$(PY) -m infra.redrive $(ARGS)

deploy: setup web ## Deploy to the AWS account of your credentials: make deploy ARGS="EmailFromAddress=office@district.org"
	$(PY) -m infra.deploy $(ARGS)

.PHONY: help setup lock run stop forget web check-template test crashes bench openapi hooks package district redrive deploy
