"""The leader's board: counts in one person's sight, targets against the pace of the year, movement since a report."""
