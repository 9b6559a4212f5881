"""Rules about the content: one module each. A rule sees `Knowledge` and gives findings; it mends nothing."""
