"""An import contract of our own: some modules of a package are nobody else's business."""

from __future__ import annotations

from typing import cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output
from importlinter.domain.helpers import module_expressions_to_modules
from importlinter.domain.imports import ModuleExpression


class PrivateContract(Contract):
    """Each of `private_modules` (wildcards allowed) is imported only inside the package that holds it.

    `protected`, which import-linter brings, would need one contract per app, and a new app could be forgotten.
    """

    type_name = "private"

    private_modules = fields.SetField(subfield=fields.ModuleExpressionField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Break when any module outside the parent package of a private module imports it."""
        tops = module_expressions_to_modules(
            graph, cast("set[ModuleExpression]", self.private_modules), raise_if_unmatched=True
        )
        trespasses = sorted(
            (importer, module)
            for top in tops
            for module in {top.name} | graph.find_descendants(top.name)
            for importer in graph.find_modules_that_directly_import(module)
            if not importer.startswith(top.name.rpartition(".")[0] + ".")
        )
        return ContractCheck(kept=not trespasses, metadata={"trespasses": trespasses})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Name every import that trespasses."""
        for importer, imported in check.metadata["trespasses"]:
            output.print_error(f"- {importer} -> {imported}", bold=False)
