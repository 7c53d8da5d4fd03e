"""The table of refusals and warnings, as the documentation prints it."""

from __future__ import annotations

from importlib import resources

from mesoject.records import REASONS


def reason_table() -> str:
    """Markdown: every kind of reason with its meaning, what to do, and the thresholds and their origin."""
    head = "| code | refuses or warns | what it means | what to do |\n|---|---|---|---|\n"
    rows = [
        f"| `{code}` | {'refuses' if kind.fatal else 'warns'} | {kind.meaning} | {kind.remedy} |"
        for code, kind in REASONS.items()
    ]
    template = (resources.files("mesoject.report") / "templates" / "refusals.md").read_text(encoding="utf-8")
    return template.replace("{{table}}", head + "\n".join(rows))


if __name__ == "__main__":
    print(reason_table(), end="")
