"""opensearch.xml: browsers can search the site from their own address field (OpenSearch 1.1)."""

from __future__ import annotations

from html import escape


def opensearch(name: str, url: str) -> str:
    """The description of a search whose page is the site's home at `url`, with the query as `?q=`."""
    root = escape(f"{url.rstrip('/')}/")
    # The specification allows sixteen characters, and says of longer ones that they may be cut.
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        f"<ShortName>{escape(name[:16].strip())}</ShortName>\n"
        f"<Description>{escape(f'Search {name}'[:1024])}</Description>\n"
        f'<Url type="text/html" template="{root}?q={{searchTerms}}"/>\n'
        "<InputEncoding>UTF-8</InputEncoding>\n"
        "</OpenSearchDescription>\n"
    )
