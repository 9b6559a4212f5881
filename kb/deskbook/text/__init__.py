"""Pure functions from text to values: no files, clock, network or terminal."""
