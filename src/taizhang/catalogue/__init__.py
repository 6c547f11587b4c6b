"""What is declared, and whether it is right: ledgers, figures, identities, clocks, report templates."""
