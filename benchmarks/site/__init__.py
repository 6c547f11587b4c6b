"""The pages of the site over a million matters in a thousand units."""
