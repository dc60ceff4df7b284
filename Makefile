# Carillon's commands. `make help` lists them.
SHELL := /bin/bash
UV := .tools/bin/uv
PY := .venv/bin/python
UV_VERSION := 0.13.9

.DEFAULT_GOAL := help

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

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

setup: .venv/.synced .venv-engine/.synced ## Make the Python environments from the lock

lock: | $(UV) ## Resolve the pinned dependencies anew
	$(UV) lock

.PHONY: help setup lock
