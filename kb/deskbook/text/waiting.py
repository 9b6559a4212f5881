"""How long somebody waited for an answer."""

from __future__ import annotations

from datetime import timedelta

from deskbook.model import Role, Thread, ThreadKind


def waited(thread: Thread) -> timedelta | None:
    """From the first message of the customer to the first public answer; None where there is no question, or no answer.

    A ticket is answered by an agent, a topic or a chat by anybody else who writes after the question.
    """
    question = thread.question
    if question is None:
        return None
    later = thread.public_messages[thread.public_messages.index(question) + 1 :]
    for message in later:
        by_desk = message.role is Role.AGENT
        if by_desk or (thread.kind is not ThreadKind.TICKET and message.author != question.author):
            return max(message.at - question.at, timedelta(0))
    return None
