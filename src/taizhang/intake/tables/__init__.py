"""The tables of any sheet, whatever they are about: where each stands, its heading and what its rows are."""

from taizhang.intake.tables.find import SheetTable, tables_of

__all__ = ["SheetTable", "tables_of"]
