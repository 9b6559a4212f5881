"""Drafters write a case up as an article."""
