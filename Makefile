# `make sheet` installs and prints the first sheet; `make test` installs and passes the tests.
PYTHON ?= python3.11
BIN := .venv/bin
SHEET ?= eecs182-sp25-hw1

.PHONY: sheet test bench bench-peers bench-keys outside fuzz clean

sheet: .venv/run
	$(BIN)/answerkey check $(SHEET)
	$(BIN)/answerkey report $(SHEET) --to md -o build
	$(BIN)/answerkey report $(SHEET) --to tex -o build

test: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest

bench: .venv/run
	$(BIN)/python -m benchmarks.sheets
	$(BIN)/python -m benchmarks.pairs
	$(BIN)/python -m benchmarks.reading
	$(BIN)/python -m benchmarks.scaling
	$(BIN)/python -m benchmarks.heatmap
	$(BIN)/python -m benchmarks.documents

# this engine beside SymPy, Math-Verify and, where it is installed (apt-get install maxima), Maxima; writes docs/benchmarks.md
bench-peers: .venv/peers
	$(BIN)/python -m benchmarks.peers

# the engine on formulas from the tests of SymPy, mpmath and Math-Verify; writes docs/benchmarks.md
outside: .venv/run
	$(BIN)/python -m benchmarks.outside

# right keys rewritten, which must raise no alarm, and errors planted in them, which must be found at their lines; how fast
bench-keys: .venv/run
	$(BIN)/python -m benchmarks.keys
	$(BIN)/python -m benchmarks.keys.speed

# texts of all kinds for the reader, and random claims and near-misses of them against a second referee; SECONDS=600 for
# ten minutes of each
fuzz: .venv/dev
	$(BIN)/python -m benchmarks.fuzz.texts $(or $(SECONDS),60)
	$(BIN)/python -m benchmarks.fuzz --seconds $(or $(SECONDS),60)

.venv/run: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	$(BIN)/python -m compileall -q answerkey reports numeric_checks derivations  # so that no first command has to
	touch $@

.venv/dev: .venv/run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt hypothesis mypy pytest ruff
	touch $@

.venv/peers: .venv/run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt math-verify
	touch $@

clean:
	rm -rf .venv build *.egg-info .pytest_cache .ruff_cache .mypy_cache .hypothesis
