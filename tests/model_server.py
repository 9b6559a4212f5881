"""A small server that speaks the chat completions protocol of OpenAI, and can be told to fail."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Answer:
    """One response: after `delay` seconds `body` with `status` and `headers`; `pause` seconds between its bytes."""

    body: str
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    delay: float = 0.0
    pause: float = 0.0


def completion(content: str | None, *, finish: str = "stop", refusal: str | None = None) -> Answer:
    """What a model says, in the form of the protocol."""
    message = {"role": "assistant", "content": content, "refusal": refusal}
    choice = {"index": 0, "message": message, "finish_reason": finish}
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    return Answer(
        json.dumps(
            {
                "id": "c1",
                "object": "chat.completion",
                "created": 1,
                "model": "tiny",
                "choices": [choice],
                "usage": usage,
            }
        )
    )


def failure(status: int, **headers: str) -> Answer:
    """An error in the form of the protocol; `Retry_After` becomes the header Retry-After."""
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Answer(json.dumps({"error": {"message": "no", "type": "server_error"}}), status, named)


@dataclass
class ModelServer:
    """Gives its answers in order, the last one again and again, and remembers what it was asked."""

    answers: list[Answer]
    address: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)

    def next(self) -> Answer:
        """The answer to the request that came last."""
        return self.answers[min(len(self.asked), len(self.answers)) - 1]


@contextmanager
def model_server(*answers: Answer) -> Iterator[ModelServer]:
    """A server on this machine for the time of a `with`."""
    desk = ModelServer(list(answers))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            desk.asked.append(question)
            desk.keys.append(self.headers.get("Authorization"))
            answer = desk.next()
            if self.path != "/v1/chat/completions" or not {"model", "messages"} <= question.keys():
                answer = failure(404)
            time.sleep(answer.delay)
            body = answer.body.encode("utf-8")
            self.send_response(answer.status)
            for name, value in (
                ("Content-Type", "application/json"),
                ("Content-Length", str(len(body))),
                *answer.headers,
            ):
                self.send_header(name, value)
            self.end_headers()
            self._write(body, answer.pause)

        def _write(self, body: bytes, pause: float) -> None:
            step = 16 if pause else max(1, len(body))
            try:
                for start in range(0, len(body), step):
                    self.wfile.write(body[start : start + step])
                    self.wfile.flush()
                    time.sleep(pause)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True  # whoever asked did not want to wait

        def log_message(self, format: str, *arguments: object) -> None:
            """Nothing: tests are quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        desk.address = f"http://127.0.0.1:{server.server_port}/v1"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield desk
        finally:
            server.shutdown()
            thread.join()
