# Two commands do everything: `make demo` and `make test`.
UV ?= $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)
PY := .venv/bin/python
BENCH ?=
LARGE ?=
CHARTS ?=

.PHONY: demo test lint bench bench-scans bench-peers bench-rules bench-delivery bench-delivery-peers docs system clean

demo: .venv/ready
	.venv/bin/mesoject demo --out out/demo

test: .venv/ready system lint
	$(PY) -m pytest -n 2 --dist loadfile -q

lint: .venv/ready
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports

bench: .venv/ready
	$(PY) benchmarks/rules.py
	$(PY) -m benchmarks.run $(if $(BENCH),--bench $(BENCH)) $(if $(LARGE),--large $(LARGE)) $(if $(CHARTS),--charts $(CHARTS))

bench-scans: .venv/ready
	$(PY) -m benchmarks.run --only-scans $(if $(BENCH),--bench $(BENCH))

bench-rules: .venv/ready
	$(PY) benchmarks/rules.py

# What the documentation says of rules and refusals is written by the program; a test fails where they part.
docs: .venv/ready
	.venv/bin/mesoject rules book -o docs/rules.md
	.venv/bin/mesoject intake questions > docs/questions.md
	for record in intake session diary plan packet prices overrides treatment; do \
	  .venv/bin/mesoject intake schema $$record > docs/schemas/$$record.schema.json; done
	.venv/bin/mesoject course schema > docs/schemas/course.schema.json
	$(PY) -m mesoject.report.reason_table > docs/refusals.md
	$(PY) -m mesoject.report.delivery.parameters > docs/delivery.md

# The peers replace OpenCV, so they live in an environment of their own.
bench-peers: .venv/ready .venv-peers/ready
	$(PY) -m benchmarks.peers --peers-python .venv-peers/bin/python $(if $(CHARTS),--charts $(CHARTS))

# The delivery model against its equations, published data and Devito; the slower peers on a smaller case.
bench-delivery: .venv/ready .venv-peers-delivery/ready
	$(PY) -m benchmarks.delivery --devito-python .venv-peers-delivery/bin/python

bench-delivery-peers: .venv/ready .venv-peers-delivery/ready
	$(PY) -m benchmarks.delivery_peers --peers-python .venv-peers-delivery/bin/python

.venv/ready: pyproject.toml uv.lock | $(UV)
	$(UV) sync --frozen
	@touch $@

.venv-peers/ready: benchmarks/peers-requirements.txt | $(UV)
	$(UV) venv --allow-existing .venv-peers
	$(UV) pip install --python .venv-peers/bin/python -r benchmarks/peers-requirements.txt
	@touch $@

.venv-peers-delivery/ready: benchmarks/peers-delivery-requirements.txt | $(UV)
	$(UV) venv --allow-existing .venv-peers-delivery
	$(UV) pip install --python .venv-peers-delivery/bin/python -r benchmarks/peers-delivery-requirements.txt
	@touch $@

# uv goes into a small environment of its own: the system Python refuses global installs.
.uv/bin/uv:
	python3 -m venv .uv
	.uv/bin/pip install -q uv

# The browser tests need Chromium; as root on Debian it is installed when missing.
system:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends chromium; \
	else echo "Chromium is missing: install it (Debian: apt-get install chromium), then run make test again." >&2; exit 1; fi

clean:
	rm -rf .venv .venv-peers .venv-peers-delivery .uv out
