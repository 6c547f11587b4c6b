"""A ledger proposed from any workbook: its fields, roles, key, lifecycle, records and figures, in the office's own words."""

from taizhang.intake.proposing.decided import FieldDecision, LedgerDecision
from taizhang.intake.proposing.proposal import LedgerProposal, ProposedField, ProposedFigure
from taizhang.intake.proposing.propose import propose

__all__ = ["FieldDecision", "LedgerDecision", "LedgerProposal", "ProposedField", "ProposedFigure", "propose"]
