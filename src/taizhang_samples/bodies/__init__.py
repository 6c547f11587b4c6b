"""Two years of three invented bodies, drawn from the shipped catalogue: a highway bureau, a city, a county office."""
