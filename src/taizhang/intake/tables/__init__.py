"""The tables of any sheet, whatever they are about: where each stands, its heading and what its rows are."""

from taizhang.intake.tables.find import SheetTable, parts_of, tables_of

__all__ = ["SheetTable", "parts_of", "tables_of"]
