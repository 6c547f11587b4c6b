"""Any document through the three gates, by drag and drop."""
