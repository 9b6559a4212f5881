# Every verb of development. Each does all of its own set-up: only Python 3.11+, make and a package index are needed.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
# How many generated threads `make bench-similar` measures; a million take half an hour with all that is compared.
SIZES  ?= 10000 100000
# How many topics of eight posts `make bench-forum` exports.
TOPICS ?= 50000
# How many tickets `make bench-collect` pulls from a server like Zendesk.
TICKETS ?= 100000
# How many generated articles `make bench-overlap` compares.
ARTICLES ?= 1000 10000 50000
# Of how many generated articles `make bench-site` makes a site, and `make bench-preview` a preview.
PAGES ?= 5000
# How many generated articles `make bench-build` builds.
BUILDS ?= 500 2000 8000
# Real data sets, where there are any: content/contributing/development.md says which. Tests that need them are skipped elsewhere.
ifneq ($(wildcard ../shared/data),)
export DESKBOOK_DATA ?= $(abspath ../shared/data)
endif
export PYTHONWARNDEFAULTENCODING = 1
# Without compiled modules each test that starts deskbook would compile it, and all tests would be rewritten by pytest, each time.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test test-slow test-live lint types format realdata calibrate bench-similar bench-draft train-chat bench-collect bench-forum bench-overlap bench-site bench-build bench-preview docs site wheel clean

help: ## Say what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "deskbook needs Python 3.11 or later; name one: make PYTHON=python3.12 ...")'
	@$(PYTHON) -m venv $(VENV) || { echo "Python cannot make virtual environments here; on Debian: apt-get install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $(READY)

demo: $(READY) ## Make a sample help desk, write articles from its tickets, build the site
	$(BIN)/deskbook demo deskbook-demo

test: $(READY) ## Run the tests
	$(BIN)/pytest -q -n 2 --dist worksteal -m 'not slow and not live'

test-slow: $(READY) ## Run the proofs that take minutes
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[cjk]'
	$(BIN)/pytest -v --no-header -m 'slow and not live'

test-live: $(READY) ## Run deskbook against real ticket systems, which are installed where that is possible
	$(BIN)/pytest -q -rs -m live tests/live

lint: $(READY) ## Style and import contracts
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports

types: $(READY) ## Types, strictly
	$(BIN)/mypy

format: $(READY) ## Bring the code into shape
	$(BIN)/ruff check --fix --exit-zero --quiet
	$(BIN)/ruff format

realdata: $(READY) ## Run everything on real data (DESKBOOK_DATA)
	@test -n "$(DESKBOOK_DATA)" || { echo "Say where the data is: make realdata DESKBOOK_DATA=/path"; exit 1; }
	$(BIN)/python tests/realdata/run.py $(DESKBOOK_DATA) realdata

calibrate: $(READY) ## Fit the weights of the similarity engine to real pairs (DESKBOOK_DATA)
	@test -n "$(DESKBOOK_DATA)" || { echo "Say where the data is: make calibrate DESKBOOK_DATA=/path"; exit 1; }
	$(BIN)/python tests/realdata/calibrate.py $(DESKBOOK_DATA) --write

bench-similar: $(READY) ## Measure the similarity engine and its peers (SIZES of generated threads; DESKBOOK_DATA)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@$(BIN)/python tests/realdata/similar.py --sizes $(SIZES) $(if $(DESKBOOK_DATA),--data $(DESKBOOK_DATA))

bench-draft: $(READY) ## Measure redaction and drafting, and their peers (DESKBOOK_DATA)
	@test -n "$(DESKBOOK_DATA)" || { echo "Say where the data is: make bench-draft DESKBOOK_DATA=/path"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	-@$(BIN)/python tests/realdata/redaction.py $(DESKBOOK_DATA)
	-@$(BIN)/python tests/realdata/cleaning.py $(DESKBOOK_DATA)
	-@$(BIN)/python tests/realdata/answers.py --data $(DESKBOOK_DATA) --sizes $(SIZES)

train-chat: $(READY) ## Train the trees that untangle chat on real logs, ten minutes (DESKBOOK_DATA)
	@test -n "$(DESKBOOK_DATA)" || { echo "Say where the data is: make train-chat DESKBOOK_DATA=/path"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	$(BIN)/python tests/realdata/train_chat.py $(DESKBOOK_DATA)

bench-collect: $(READY) ## Measure a whole pull of TICKETS from a server like Zendesk, redaction included, and a peer
	@$(BIN)/python tests/realdata/collect.py --tickets $(TICKETS)

bench-forum: $(READY) ## Measure how chat is untangled, the export of a forum of TOPICS, and how a backup is read (DESKBOOK_DATA)
	@test -n "$(DESKBOOK_DATA)" || { echo "Say where the data is: make bench-forum DESKBOOK_DATA=/path"; exit 1; }
	-@$(BIN)/python tests/realdata/chat.py $(DESKBOOK_DATA)
	-@$(BIN)/python tests/realdata/forum.py --topics $(TOPICS)
	-@$(BIN)/python tests/realdata/backup.py

bench-overlap: $(READY) ## Measure the overlap report and its peers (ARTICLES generated; DESKBOOK_DATA)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@$(BIN)/python tests/realdata/overlap.py --sizes $(ARTICLES) $(if $(DESKBOOK_DATA),--data $(DESKBOOK_DATA))

bench-site: $(READY) ## Measure the site that customers read, its search, and Material's (PAGES generated articles; DESKBOOK_DATA)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@$(BIN)/python tests/realdata/site.py --articles $(PAGES) $(if $(DESKBOOK_DATA),--data $(DESKBOOK_DATA))

bench-build: $(READY) ## Measure building a site of BUILDS generated articles, and its peers: all, nothing and one page changed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench,zensical]'
	@$(BIN)/python tests/realdata/builds.py --sizes $(BUILDS)

bench-preview: $(READY) ## Measure how soon a browser shows what is saved, in a preview of PAGES generated articles
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@$(BIN)/python tests/realdata/preview.py --articles $(PAGES)

docs: $(READY) ## Write the reference pages from the code
	$(BIN)/python tests/docs/reference.py

site: $(READY) ## Build deskbook's own help centre
	$(BIN)/deskbook build

wheel: $(READY) ## Build the wheel and the sdist
	rm -rf dist
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir dist .

clean: ## Remove what was made
	rm -rf build dist site site-internal site-partner deskbook-demo realdata .deskbook $(VENV)
