"""A forum topic, as Discourse's API gives it, with everything in it that a page must show, and a hundred posts more."""

from __future__ import annotations

from typing import Any

_QUESTION = """
<p>Since Monday our <strong>purge</strong> does nothing. Is it us? See <a class="inline-onebox" href="https://cirrusline.example/docs">the docs</a>.</p>
<details>
<summary>
The whole log</summary>
<p>It begins well:</p>
<pre><code class="lang-text">2026-11-02T09:00:00Z purge accepted for zone cirrusline-docs.example, 1,204 objects, request 0f9a7c55d1b24a4f9d6d8a1f0c3b2e44, region eu-central
2026-11-02T09:00:01Z purge done</code></pre>
<ul><li>first</li><li>second</li></ul>
</details>
<div class="poll" data-poll-status="open" data-poll-type="regular" data-poll-name="poll" data-poll-results="always">
<div class="poll-container"><div class="poll-title">Who sees this, too?</div>
<ul><li data-poll-option-id="a1">Me, since Monday</li><li data-poll-option-id="b2">Not here</li></ul></div>
<div class="poll-info"><div class="poll-info_counts"><div class="poll-info_counts-count"><span class="info-number">0</span>
<span class="info-label">voters</span></div></div></div></div>
"""
_ANSWER = """
<aside class="quote no-group" data-username="polder" data-post="1" data-topic="300"><div class="title"><div class="quote-controls"></div>
polder:</div><blockquote><p>purge does nothing</p></blockquote></aside>
<p>It does, but the <code>Vary</code> header keeps a copy for each language. Purge by tag:</p>
<pre><code class="lang-sh">cirrus purge --zone cirrusline-docs.example --tag "static" --tag "translated" --include-variants --wait --timeout 120 --output json | jq .
</code></pre>
<table><thead><tr><th>Command</th><th>Copies of a file that it removes from all of the locations at once</th><th>Takes</th></tr></thead>
<tbody><tr><td><code>purge --url</code></td><td>one</td><td>1 s</td></tr><tr><td><code>purge --tag</code></td><td>all</td><td>9 s</td></tr>
<tr><td><code>purge --everything-in-this-zone-and-its-subdomains</code></td><td>all of all</td><td>minutes</td></tr></tbody></table>
<aside class="onebox githubblob" data-onebox-src="https://github.com/cirrusline/cli/blob/main/purge.go#L10-L12"><header class="source">
<a href="https://github.com/cirrusline/cli">github.com/cirrusline/cli</a></header><article class="onebox-body">
<h4><a href="https://github.com/cirrusline/cli/blob/main/purge.go#L10-L12">purge.go</a></h4><div class="git-blob-info"><code>main</code></div>
<pre class="onebox"><code class="lang-go"><ol class="start lines" start="10"><li>func purge(zone string) error {</li><li>    return each(zone)</li>
<li>}</li></ol></code></pre></article></aside>
"""
_SPOILERS = """
<p>The puzzle's answer is <span class="spoiler">the butler, in the <em>cold</em> cache</span>, if you ask me.</p>
<div class="spoiler"><p>And this is the long story.</p><pre><code>x = 1</code></pre></div>
<aside class="onebox allowlistedgeneric" data-onebox-src="https://cirrusline.example/blog/vary"><header class="source">
<a href="https://cirrusline.example/blog/vary">cirrusline.example</a></header><article class="onebox-body">
<h3><a href="https://cirrusline.example/blog/vary">What Vary is for</a></h3><p>A short tour of a header with long consequences.</p></article></aside>
"""


def _post(number: int, cooked: str, username: str, **more: Any) -> dict[str, Any]:
    staff = username == "priya_cirrus"
    return {
        "id": 9000 + number,
        "post_number": number,
        "post_type": 1,
        "username": username,
        "created_at": f"2026-11-{2 + number // 24:02}T{number % 24:02}:00:00.000Z",
        "cooked": cooked,
        "staff": staff,
        "actions_summary": [{"id": 2, "count": 3}] if number == 2 else [],
        **more,
    }


_POLL = {
    "name": "poll",
    "voters": 12,
    "status": "open",
    "options": [{"id": "a1", "votes": 9}, {"id": "b2", "votes": 3}],
}
_POSTS = [
    _post(1, _QUESTION, "polder", polls=[_POLL]),
    _post(2, _ANSWER, "priya_cirrus"),
    _post(3, _SPOILERS, "tomcat_ines", reply_to_post_number=2),
    *(_post(number, f"<p>Seen here, too: number {number}.</p>", f"reader_{number % 7}") for number in range(4, 131)),
]
RICH_TOPIC: dict[str, Any] = {
    "id": 300,
    "title": "Purge does nothing since Monday?",
    "slug": "purge-does-nothing-since-monday",
    "archetype": "regular",
    "visible": True,
    "closed": False,
    "category_id": 8,
    "created_at": "2026-11-02T01:00:00.000Z",
    "tags": ["cache", "purge"],
    "post_stream": {"posts": _POSTS, "stream": [post["id"] for post in _POSTS]},
    "accepted_answer": {"post_number": 2, "username": "priya_cirrus"},
}
