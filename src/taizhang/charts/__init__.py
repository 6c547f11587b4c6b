"""Charts: numbers → one ECharts option → the page's drawing, and the very same option as SVG and PNG in Python."""
