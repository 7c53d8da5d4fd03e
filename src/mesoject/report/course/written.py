"""Where the report of a course lies."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Written:
    """The three files of a report.

    Attributes
    ----------
    html : Path
        Everything, on one page that needs neither network nor script.
    pdf : Path
        The same on paper, tagged (PDF/UA-1).
    patient_pdf : Path
        The patient's page alone, in English and in German.
    """

    html: Path
    pdf: Path
    patient_pdf: Path


def written_in(folder: Path) -> Written:
    """The report's files in a folder."""
    return Written(folder / "report.html", folder / "report.pdf", folder / "patient.pdf")
