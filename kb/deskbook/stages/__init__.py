"""One function per verb; parts come in as arguments, a summary goes out."""
