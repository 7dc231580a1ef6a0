# `make` lists the targets. Settings come from the environment or the command line: make run DATA=orders.csv PORT=8080

SHELL := /bin/bash
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATA ?=
PORT ?= 5000
export PORT
export PYTHONUNBUFFERED := 1

.PHONY: help setup setup-dev frontend run pipeline check serve dev test lint format e2e faults backtest bench bench-large bench-api bench-ui load clean-machine infra-test \
	spark-test docs film user worker rollback models model-compare model-restore move export-sqlite psql stop reset lock types

help: ## List the targets
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

setup: ## Install what running needs, into .venv
	@PYTHON="$(PYTHON)" infra/setup.sh run

setup-dev: ## Install what developing and testing need
	@PYTHON="$(PYTHON)" infra/setup.sh dev

frontend: ## Build the dashboard into frontend/dist, when it has changed
	@infra/build_frontend.sh

run: setup frontend ## Load DATA=file (else demo data), score, train and serve at http://localhost:$PORT
	@infra/run.sh

pipeline: setup ## Load DATA=file, folder or s3:// prefix (else what is loaded already), score and train; no serving
	@infra/pipeline.sh

check: setup ## Show how DATA=file would be read; load nothing
	@$(BIN)/python etl/load_data.py "$(DATA)" --check

serve: setup frontend ## Serve what is published, without loading anything
	@infra/serve.sh

dev: setup-dev ## Develop: Vite on port 3000 with the API on port 5000, both reloading
	@infra/dev.sh

test: setup-dev frontend ## Run all tests, lint and types, with a real PostgreSQL and a real browser
	@infra/test.sh

lint: setup-dev ## Run every linter and type checker
	@infra/lint.sh

format: setup-dev ## Format Python, SQL and TypeScript
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet . && $(BIN)/sqlfluff fix --quiet backend db etl ml ; cd frontend && npm run --silent format

e2e: setup-dev frontend ## Run the browser tests alone
	@infra/test.sh tests/e2e

types: setup-dev ## Write the OpenAPI document, and from it the dashboard's types, docs/api.md, the Postman collection
	@$(BIN)/python -m backend.openapi > frontend/openapi.json && cd frontend && npm run --silent types && npm run --silent postman
	@$(BIN)/python -m tests.backend.api_page

.PHONY: postman
postman: setup-dev frontend ## Write docs/postman_collection.json from the OpenAPI document
	@cd frontend && npm run --silent postman

.PHONY: examples
examples: setup-dev ## Make the examples of the OpenAPI document anew, from the answers of a sample shop (a minute)
	@$(BIN)/python -m tests.backend.make_examples && $(MAKE) --no-print-directory types

.PHONY: fuzz
fuzz: setup-dev ## Send 5,000 and more requests made from the OpenAPI document to a sample shop, all checks on (FUZZ_CASES per endpoint)
	@$(BIN)/python -m tests.fuzz.run

faults: setup-dev ## Kill and cut off the pipeline and its servers, 408 times (docs/reliability.md; can be broken off)
	@compgen -G '/usr/lib/*/faketime/libfaketimeMT.so.1' >/dev/null || infra/apt_install.sh libfaketime || echo "No libfaketime: its test will say so."
	@FAULT_KILLS="$${FAULT_KILLS:-200}" FAULT_ROUNDS="$${FAULT_ROUNDS:-8}" FAULT_RESULTS="$${FAULT_RESULTS:-$(CURDIR)/.local/faults/results.tsv}" \
		$(BIN)/pytest -q tests/faults; found=$$?; $(BIN)/python -m tests.faults.table; exit $$found

.PHONY: soak
soak: setup-dev ## Use a shop for SOAK_MINUTES (60) while a run is published each minute, and see that nothing grows
	@$(BIN)/python -m tests.benchmarks.soak

.PHONY: mutants
mutants: setup-dev frontend ## Plant MUTANTS (400) small faults in Python and as many in SQL, and count those that the tests notice (hours; can be broken off)
	@$(BIN)/python -m tests.mutants.run

backtest: setup ## Repeat the rolling backtest on what is loaded, and print every candidate and rule
	@$(BIN)/python -m ml.rolling_backtest

bench: setup-dev ## Measure load and increments beside their peers (RETAIL_CSV, BENCH_DIR, BENCH_LINES)
	@$(BIN)/python -m tests.benchmarks.run

bench-large: setup-dev ## Measure 54 million lines against a tenth of them (BENCH_LINES for fewer)
	@$(BIN)/python -m tests.benchmarks.large

clean-machine: ## Run the two commands of the README on a clean Debian 13 (as root; needs mmdebstrap)
	@tests/clean_machine.sh

bench-api: setup-dev ## Measure the list and the API at BENCH_COPIES times the made-up shop's customers (needs wrk)
	@$(BIN)/python -m tests.benchmarks.customer_list && $(BIN)/python -m tests.benchmarks.export && \
		$(BIN)/python -m tests.benchmarks.api

bench-ui: setup-dev frontend ## Measure the first load beside Streamlit and Dash, and by Lighthouse (RETAIL_CSV; needs HAProxy)
	@infra/browser.sh
	@$(BIN)/python -m tests.benchmarks.ui

load: setup-dev ## Let LOAD_USERS people (50) use the dashboard by Locust, and publish meanwhile
	@$(BIN)/python -m tests.benchmarks.load

spark-test: setup-dev ## Prove on a Spark cluster of this machine that its scores are PostgreSQL's (needs Java 17)
	@infra/spark_test.sh

docs: setup-dev frontend ## Make the screenshots in docs/ from the data that is loaded
	@infra/browser.sh
	@$(BIN)/python -m tests.e2e.screenshots

looks: setup-dev frontend ## Keep anew what every page looks like, for tests/e2e/test_looks.py to hold them to
	@infra/browser.sh
	@KEEP_LOOKS=true $(BIN)/pytest -q tests/e2e/test_looks.py

film: setup-dev frontend ## Make the film in docs/ from the Online Retail file: make film DATA=online_retail.csv.gz
	@infra/setup.sh film
	@infra/browser.sh
	@$(BIN)/python -m tests.e2e.film "$(DATA)"

.PHONY: dictionary
dictionary: setup ## Write docs/data-dictionary.md from the comments in the database
	@$(BIN)/python -m db.dictionary

infra-test: setup-dev ## Check Terraform (on an emulator, with planted faults), Dockerfile, Compose file, workflows, scripts, secrets
	@infra/audit_setup.sh
	@$(BIN)/pytest -q -n 2 tests/infra/thorough tests/test_packaging.py tests/infra/test_*.py # the longest first

user: setup ## Make a user who may sign in, or give one a new password: NAME=anna ROLE=admin
	@$(BIN)/python -m backend.user_command "$(NAME)" --role "$(or $(ROLE),admin)"

.PHONY: deploy-test backup restore
deploy-test: setup-dev ## Prove that releases lose no request: 10 of them under load, broken ones, going back (needs HAProxy)
	@$(BIN)/pytest -q -s tests/infra/test_door.py tests/infra/test_release.py tests/infra/thorough/test_releases.py tests/infra/thorough/test_ten_releases.py

worker: setup ## Run the worker: jobs from the queue, and INBOX by night
	@$(BIN)/python -m db.worker

rollback: setup ## Serve an earlier run again: RUN=number (none: list them)
	@$(BIN)/python -m db.rollback $(RUN) $(if $(RUN),&& $(BIN)/python etl/history.py --rules)

.PHONY: segment-rules
segment-rules: setup ## Show the segment rules, or change them: RULES='--cell "3-1=Hibernating" --days 60' (--default, --preview)
	@$(BIN)/python etl/segment_rules.py $(RULES) $(if $(RULES),&& $(BIN)/python etl/history.py --rules)

models: setup ## List the models of all runs with their figures, and check their files
	@$(BIN)/python -m ml.registry list && $(BIN)/python -m ml.registry check

model-compare: setup ## Show the models of two runs side by side: A=number B=number
	@$(BIN)/python -m ml.registry compare $(A) $(B)

model-restore: setup ## Score today's customers with an earlier model, and publish that: RUN=number
	@$(BIN)/python -m ml.registry restore $(RUN)

move: setup ## Move the shop to TO=url, or FROM=url or sales_data.db, and prove it (docs/moving.md)
	@MOVE_FROM="$$FROM" MOVE_TO="$$TO" $(BIN)/python -m db.move $(if $(filter command,$(origin FROM)),"$$FROM",-) $(if $(filter command,$(origin TO)),"$$TO",-)

backup: setup ## Write the whole shop into one FILE (default: backups/ in the data folder), with its proof
	@$(BIN)/python -m db.backup $(if $(FILE),"$(FILE)")

restore: setup ## Bring a backup FILE back into an empty database, and prove it
	@$(BIN)/python -m db.restore "$(FILE)"

export-sqlite: setup ## Write the published run into FILE (default sales_data.db), to be asked in SQL
	@$(BIN)/python -m db.export_sqlite "$${FILE:-sales_data.db}"

.PHONY: customer-data erase
customer-data: setup ## Write all that is held about CUSTOMER=id into FILE (default customer-data.zip)
	@$(BIN)/python -m db.customer_data "$${CUSTOMER:?CUSTOMER=id is missing}" --file "$${FILE:-customer-data.zip}"

erase: setup ## Erase CUSTOMER=id: totals stay, every list and later load is without them
	@$(BIN)/python -m db.erase "$${CUSTOMER:?CUSTOMER=id is missing}"

psql: setup ## Open psql on the shop's database
	@$(BIN)/python -m db.psql

stop: ## Stop the server and the embedded PostgreSQL of this data folder
	@infra/stop.sh

reset: ## Stop, and delete the data folder: order lines, scores and models
	@infra/reset.sh

lock: setup-dev ## Write the locked requirements from pyproject.toml
	@$(BIN)/uv pip compile --quiet pyproject.toml -o requirements.txt
	@$(BIN)/uv pip compile --quiet --group dev pyproject.toml -o requirements-dev.txt
	@$(BIN)/uv pip compile --quiet --constraint requirements-dev.txt --group spark pyproject.toml -o requirements-spark.txt
	@$(BIN)/uv pip compile --quiet --group pyproject.toml:audit -o requirements-audit.txt
	@$(BIN)/uv pip compile --quiet --group pyproject.toml:film -o requirements-film.txt
