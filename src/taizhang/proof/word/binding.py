"""Content controls bound to a part of custom XML: Word shows what that part says, whatever text the control holds."""

from __future__ import annotations

import re

from taizhang.proof.word.package import Element, Package, UnreadablePackage, q

_DATA = "{http://schemas.openxmlformats.org/officeDocument/2006/customXml}"
# Only plain paths are followed: /ns0:cells[1]/ns0:cell[3], the ones Word itself writes.
_STEP = re.compile(r"/(?:(?P<prefix>[\w.-]+):)?(?P<name>[\w.-]+)(?:\[(?P<place>\d{1,6})\])?")
_PREFIX = re.compile(r"xmlns:(?P<prefix>[\w.-]+)=['\"](?P<space>[^'\"]*)['\"]")


class Bindings:
    """The custom XML of one package by the id its properties give it."""

    def __init__(self, package: Package) -> None:
        self._roots: dict[str, Element] = {}
        for _, part in package.related(package.main, "customXml"):
            for _, properties in package.related(part, "customXmlProps"):
                try:
                    key = str(package.tree(properties).get(f"{_DATA}itemID", "")).upper()
                    self._roots[key] = package.tree(part)
                except UnreadablePackage:
                    continue

    def shown_text(self, control: Element) -> str | None:
        """What a bound control shows; None when it is not bound, or to nothing that is there."""
        binding = control.find(f"{q('sdtPr')}/{q('dataBinding')}")
        if binding is None:
            return None
        root = self._roots.get(str(binding.get(q("storeItemID"), "")).upper())
        if root is None:
            return None
        spaces = {
            match["prefix"]: match["space"] for match in _PREFIX.finditer(str(binding.get(q("prefixMappings"), "")))
        }
        found = _follow(root, str(binding.get(q("xpath"), "")), spaces)
        return None if found is None else "".join(str(text) for text in found.itertext())


def _follow(root: Element, path: str, spaces: dict[str, str]) -> Element | None:
    """The element a plain path leads to, None when it leads nowhere or is of another kind."""
    steps = list(_STEP.finditer(path))
    if not steps or "".join(step[0] for step in steps) != path or str(root.tag) != _tag(steps[0], spaces):
        return None
    node = root
    for step in steps[1:]:
        alike = [child for child in node if child.tag == _tag(step, spaces)]
        place = int(step["place"] or 1) - 1
        if not 0 <= place < len(alike):
            return None
        node = alike[place]
    return node


def _tag(step: re.Match[str], spaces: dict[str, str]) -> str:
    space = spaces.get(step["prefix"] or "", "")
    return f"{{{space}}}{step['name']}" if space else step["name"]
