.PHONY: test lint bench docs

test: lint
	uv run pytest -n auto

lint:
	uv run ruff check
	uv run mypy
	uv run lint-imports

bench:
	uv run python benchmarks/rules.py

docs:
	uv run mesoject rules book -o docs/rules.md
	uv run mesoject intake questions > docs/questions.md
	for record in intake session diary plan packet prices overrides; do \
	  uv run mesoject intake schema $$record > docs/schemas/$$record.schema.json; done
