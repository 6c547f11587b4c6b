# Two commands do everything: `make demo` runs the main job, `make test` passes the tests.
PYTHON := .venv/bin/python
.PHONY: install install-dev demo demo-site test check bench lock nightly clean

install:            ## make .venv with what the product needs
	@scripts/setup.sh core

install-dev:        ## … and with what tests, checks and benchmarks need
	@scripts/setup.sh dev

demo: install       ## run the main job on the shipped workbooks of an invented county
	@$(PYTHON) -m taizhang demo

demo-site: install  ## the same, then the site in the browser with a demonstration account for each role
	@$(PYTHON) -m taizhang demo --serve

check: install-dev  ## lint, types and import contracts
	$(PYTHON) -m ruff check --quiet src tests samples benchmarks scripts
	$(PYTHON) -m ruff format --quiet --check src tests samples benchmarks scripts
	$(PYTHON) -m mypy --strict src/taizhang tests samples
	$(PYTHON) -m mypy -p taizhang_site
	.venv/bin/lint-imports

test: check         ## all of the above, then the tests
	$(PYTHON) -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not nightly" --junitxml=build/tests.xml

nightly: install-dev ## the long runs
	$(PYTHON) -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m nightly --junitxml=build/nightly.xml

bench: install-dev  ## every benchmark, each beside what one would use instead
	$(PYTHON) -m benchmarks
	$(PYTHON) -m benchmarks.page

lock: install-dev   ## pin the requirements anew
	$(PYTHON) scripts/lock.py

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
