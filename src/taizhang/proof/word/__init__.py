"""WordprocessingML as it stands: parts, paragraphs, styles, numbering. Runs in a limited child process only."""
