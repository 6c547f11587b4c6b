"""Write the untidy workbooks of an invented county together with the answers known before they were written."""
