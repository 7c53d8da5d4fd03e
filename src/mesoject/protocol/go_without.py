"""Words that would tell a person to go without a prescribed medicine; no rule file may hold them."""

from __future__ import annotations

import re
from typing import Final

from mesoject.protocol.entries import DrugEntry, Entry

GO_WITHOUT: Final = re.compile(
    r"\b(stop(s|ped|ping)?|hold(s|ing)?|held|paus(e|es|ed|ing)|discontinu\w*|cease\w*|quit\w*|halt\w*|suspend\w*|"
    r"interrupt\w*|withhold\w*|skip\w*|omit\w*|give up|come off|do not (take|use)|don't (take|use)|"
    r"no longer (take|use)|(leave|leaves|left|leaving)\b.{0,20}\b(off|out))\b"
    r"|absetz\w*|abgesetzt|aussetz\w*|ausgesetzt|pausier\w*|stopp\w*|unterbrech\w*|weglass\w*|weggelassen|"
    r"\blassen\b.*\bweg\b|auslassen|verzicht\w*|nicht (mehr )?(ein)?nehmen|nicht (mehr )?verwenden|"
    r"setzen sie\b.*\bab\b",
    re.IGNORECASE,
)
MEDICINE: Final = re.compile(
    r"prescri|medicine|medication|\bdrug|tablet|capsule|blood.?thin|warfarin|aspirin|clopidogrel|isotretinoin|cortisone|"
    r"verordn|verschr[ie]|medikament|arznei|tablette|kapsel|blutverdünn|kortison",
    re.IGNORECASE,
)
OWN: Final = re.compile(r"yourself|selbst gekauft", re.IGNORECASE)
SENTENCE: Final = re.compile(r"(?<=[.!?;])\s|\n")


def told_to_go_without(entry: Entry) -> list[tuple[str, str]]:
    """Return every field and sentence of an entry that tells a person to go without a prescribed medicine.

    In the words about a drug no medicine need be named: the drug is what is spoken of.
    """
    texts = {k: v for k, v in entry if isinstance(v, str) and k not in entry.CONDITIONS}
    found = [(k, s) for k, v in texts.items() if GO_WITHOUT.search(v) for s in SENTENCE.split(v)]
    return [
        (field, sentence)
        for field, sentence in found
        if GO_WITHOUT.search(sentence)
        and (isinstance(entry, DrugEntry) or MEDICINE.search(sentence))
        and not OWN.search(sentence)
    ]
