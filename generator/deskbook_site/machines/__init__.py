"""The site for programs: structured data, Markdown twins, llms.txt, kb-index.json, a feed, an OpenSearch description.

All are made of entries and staged pages, so that none can hold what the audience may not read.
"""

from .files import Before, write_machine_files
from .pictures import site_picture
from .structured_data import with_structured_data

__all__ = ["Before", "site_picture", "with_structured_data", "write_machine_files"]
