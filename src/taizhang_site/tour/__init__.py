"""The guided tour: ten minutes through the year of one matter, one stop a page."""
