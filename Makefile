# Needs only make and Python 3.11 or later with `venv`. Everything else is fetched into .venv and node_modules.
# Paths are relative and programs are called through .venv/bin/python, so that a path with a space works.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test check audit probe fix lock bench docs clean front-end

export UV_PYTHON_DOWNLOADS := never
export UV_SYSTEM_CERTS := 1
export UV_LINK_MODE := copy
# Compiling every module anew would double the time of every start; `make clean` removes what is kept.
unexport PYTHONDONTWRITEBYTECODE

PY := .venv/bin/python
ENV := .venv/.made-from-lock
ENV_313 := .venv/python-3.13/.made-from-lock
PYTHON_313 := $(if $(filter test,$(MAKECMDGOALS)),$(shell sh tools/find_python.sh 3.13))
FAST := $(wildcard tests/kernel tests/policy tests/rules tests/transfer/iop_week)
PRODUCTION := STEPDOWN_PRODUCTION=1 STEPDOWN_HOSTS=stepdown.invalid DATABASE_URL=postgresql:///stepdown \
	STEPDOWN_SECRET_KEY=only-for-this-check-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ \
	STEPDOWN_FIELD_KEYS=b25seS1mb3ItdGhpcy1jaGVjay0wMTIzNDU2Nzg5LSE=

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

demo: $(ENV) front-end  ## a running synthetic agency at a local address; RESET=1 starts over
	@$(PY) -m stepdown.cli.main demo $(if $(filter 1 yes true,$(RESET)),--reset)

test: $(ENV) front-end $(if $(PYTHON_313),$(ENV_313))  ## all tests; the fast ones on Python 3.13 too, where it is found
	@$(if $(PYTHON_313),.venv/python-3.13/bin/python -m pytest -p no:cacheprovider $(FAST),echo "skipped: Python 3.13 not found")
	@$(PY) -m pytest -n 2

check: $(ENV)  ## ruff, mypy, import contracts, templates, migrations, production settings, reference pages
	@$(PY) -m ruff check --quiet --output-format concise .
	@$(PY) -m ruff format --check --quiet . || { echo "not formatted: run 'make fix'"; exit 1; }
	@$(PY) -m mypy
	@.venv/bin/lint-imports --no-logo
	@$(PY) -m tools.check_templates
	@$(PY) -W ignore manage.py makemigrations --check --dry-run
	@$(PRODUCTION) $(PY) manage.py check --deploy --fail-level WARNING
	@$(if $(wildcard tools/docs.py),$(PY) -m tools.docs --check)

audit: $(ENV)  ## bandit over the code
	@$(PY) -m bandit --quiet --recursive stepdown --configfile pyproject.toml

# It fills in every form it finds as the front desk: only ever a demo on this machine, of which nothing is kept. A demo's
# cookies lack the flag "Secure", as it says; production's have it. It knows by the words of the page after the sign-in
# whether it is in, and "try again", which the pages of the desk hold for a server that does not answer, means to it that
# it is not: so it is led to one without. A probe that was not in is none.
WAPITI ?= wapiti
PORT ?= 8000
PROBED := http://127.0.0.1:$(PORT)
REPORT := build/probe.txt
probe:  ## wapiti against a running demo, signed in, for a quarter of an hour at most: PORT=8000
	@command -v "$(WAPITI)" > /dev/null || { echo "wapiti is not here. Into an environment of its own:"; \
		echo "  python3 -m venv build/wapiti && build/wapiti/bin/pip install wapiti3"; \
		echo "  make probe WAPITI=build/wapiti/bin/wapiti"; exit 1; }
	@mkdir -p build && rm -f $(REPORT)
	@"$(WAPITI)" --url $(PROBED)/ --scope folder --max-scan-time 300 --max-attack-time 60 --flush-session \
		--no-bugreport --module xss,permanentxss,sql,redirect,csp,cookieflags,crlf,http_headers,file,exec \
		--form-url "$(PROBED)/account/login/?next=/account/sessions/" --form-user desk@demo.example \
		--form-password cedar-commons-47 --exclude "$(PROBED)/account/*" --format txt --output $(REPORT)
	@cat $(REPORT); grep -q "^Logged in: True" $(REPORT) || { echo "It was not signed in: this was no probe."; exit 1; }

fix: $(ENV)  ## what ruff can mend by itself
	@$(PY) -m ruff check --fix --quiet . ; $(PY) -m ruff format .

lock: $(ENV)  ## new exact versions in requirements/*.txt and package-lock.json
	@for list in base dev; do $(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--upgrade --no-header --no-emit-index-url --no-emit-find-links --no-config \
		requirements/$$list.in --output-file requirements/$$list.txt || exit 1; done
	@$(PY) -m stepdown.web.assets --lock

bench: $(ENV)  ## measurements, printed as ratios
	@$(PY) -m bench

docs: $(ENV)  ## the reference pages made from code
	@$(PY) -m tools.docs

clean:  ## everything that make has built; the data in .data stays
	rm -rf .venv node_modules build dist test-results stepdown/web/desk/static/vendor *.egg-info
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find stepdown tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

front-end: $(ENV)
	@$(PY) -m stepdown.web.assets

$(ENV): requirements/dev.txt tools/make_env.sh
	@sh tools/make_env.sh .venv "$$(sh tools/find_python.sh any)"

$(ENV_313): requirements/dev.txt tools/make_env.sh
	@sh tools/make_env.sh .venv/python-3.13 "$(PYTHON_313)"
