"""Reports: one table about the knowledge base each."""
