"""From what a support team already answered to a knowledge base that stays owned."""

__version__ = "0.1.0"
