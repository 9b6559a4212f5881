"""The command line: one module per verb, one error boundary."""

from .main import main

__all__ = ["main"]
