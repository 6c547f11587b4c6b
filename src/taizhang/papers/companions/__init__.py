"""Papers beside the year's report, written as template text: bulletins of the cycle, problem lists, targets."""
