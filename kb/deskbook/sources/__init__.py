"""Systems that threads come from: one module each. A source parses at its edge and gives values."""
