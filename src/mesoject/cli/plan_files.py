"""Every file of a plan, made in full before the first is written."""

from __future__ import annotations

from mesoject.exchange.plan_calendar import plan_calendar_ics
from mesoject.records.plan import Plan
from mesoject.report.blocks import to_markdown, to_pdf
from mesoject.report.patient_sheet import LANGUAGES, patient_sheet
from mesoject.report.plan_document import plan_document


def plan_files(plan: Plan) -> dict[str, bytes]:
    """Return the files by name: plan as text, JSON and PDF; sheet and calendar in each language."""
    document = plan_document(plan)
    files = {
        "plan.md": to_markdown(document).encode(),
        "plan.json": plan.model_dump_json(indent=2).encode(),
        "plan.pdf": to_pdf(document),
    }
    for language in LANGUAGES:
        sheet = patient_sheet(plan, language)
        files[f"patient.{language}.md"] = to_markdown(sheet).encode()
        files[f"patient.{language}.pdf"] = to_pdf(sheet, one_page=True, language=language)
        files[f"calendar.{language}.ics"] = plan_calendar_ics(plan, language)
    return files
