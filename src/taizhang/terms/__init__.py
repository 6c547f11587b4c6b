"""Words every room uses: problems, periods, workdays, quantities, scope, characters and numerals."""
