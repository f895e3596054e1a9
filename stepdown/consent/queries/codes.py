"""Which codes stand on which list."""

from __future__ import annotations

from collections.abc import Collection

from stepdown.consent.models import SensitiveCode
from stepdown.consent.rules import plain_code
from stepdown.consent.terms import CodeLists, CodeSystem, Label, Listed


def code_lists(codes: Collection[str]) -> CodeLists:
    """Where each of `codes` stands, whatever their systems; what a rule needs to label them. One query."""
    found: dict[tuple[CodeSystem, str], tuple[Listed, ...]] = {}
    rows = SensitiveCode.objects.filter(code__in={plain_code(code) for code in codes})
    for system, code, bears, starts, ends in rows.values_list("system", "code", "bears", "starts", "ends"):
        key = CodeSystem(system), code
        found[key] = (*found.get(key, ()), Listed(Label(bears), starts, ends))
    return found
