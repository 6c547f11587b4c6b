"""The site in the browser: thin screens over ``taizhang``; no rule of the domain lives here."""
