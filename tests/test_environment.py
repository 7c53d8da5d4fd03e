"""What the package stands on, and what it offers."""

from __future__ import annotations

import ast
import re
from importlib import metadata
from pathlib import Path

import cv2
import pytest
from packaging.requirements import Requirement

import mesoject

SOURCES = sorted(Path(mesoject.__file__).parent.rglob("*.py"))


def test_exactly_one_opencv_is_installed():
    """Two distributions share the folder cv2 and overwrite each other's files."""
    names = {d.metadata["Name"].lower() for d in metadata.distributions() if d.metadata["Name"]}
    (one,) = [name for name in names if name.startswith("opencv")]
    assert metadata.version(one).startswith(cv2.__version__)


def test_no_gpl_library_is_needed_at_run_time():
    needed, seen = ["mesoject"], set()
    while needed:
        name = needed.pop()
        if name in seen:
            continue
        seen.add(name)
        try:
            about = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        licence = f"{about.metadata.get('License-Expression', '')} {about.metadata.get_all('Classifier')}"
        assert "GPL" not in licence.replace("LGPL", ""), name
        wants = [Requirement(r) for r in about.requires or []]
        needed += [w.name.lower() for w in wants if w.marker is None or w.marker.evaluate({"extra": ""})]
    assert {"numpy", "pillow", "shapely"} <= seen


@pytest.mark.parametrize("name", mesoject.__all__)
def test_every_public_name_resolves(name):
    assert getattr(mesoject, name).__doc__
    assert name in dir(mesoject)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'measur'"):
        mesoject.measur  # noqa: B018


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(SOURCES[0].parent)))
def test_every_public_thing_says_what_it_is(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), path
    for node in _public(tree):
        assert ast.get_docstring(node), f"{path.name}: {node.name}"


def _public(tree):
    """Public functions, classes and their methods; a method that its base in the same file describes needs no words."""
    described = {n.name: {m.name for m in n.body if isinstance(m, ast.FunctionDef)} for n in tree.body if _is_class(n)}
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name.startswith("_"):
            continue
        yield node
        if _is_class(node):
            known = set().union(*(described.get(b.id, set()) for b in node.bases if isinstance(b, ast.Name)))
            methods = (n for n in node.body if isinstance(n, ast.FunctionDef))
            yield from (n for n in methods if not n.name.startswith("_") and n.name not in known)


def _is_class(node):
    return isinstance(node, ast.ClassDef)


ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*(ROOT / "docs").glob("*.md"), *ROOT.glob("*.md")])


@pytest.mark.parametrize("page", DOCUMENTS, ids=lambda page: page.name)
def test_documents_are_finished_and_their_links_lead_somewhere(page):
    text = page.read_text(encoding="utf-8")
    assert "FIG_" not in text
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
        assert (page.parent / target).exists(), f"{page}: {target}"


def test_test_modules_have_names_of_their_own():
    """Pytest imports them by their bare names: of two alike only one would run."""
    names = [path.name for path in Path(__file__).parent.rglob("*.py") if path.name != "conftest.py"]
    assert sorted(set(names)) == sorted(names)
