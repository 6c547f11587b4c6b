"""The main job measured on whole folders of workbooks whose right answers are known."""
