"""Everything that can go wrong, as one tree.

    RehearseError
    ├── InvalidInput            what was sent cannot be used; the sender can mend it
    │   ├── FileRejected        an uploaded file is of the wrong kind, too large, locked or broken
    │   └── AudioRejected       a recording is empty, unreadable or too long
    ├── NotSignedIn             no live token came with the request
    │   └── CodeRejected        the one-time code is wrong, used or too old
    ├── NotFound                no such thing, or it belongs to somebody else (never told apart)
    ├── Conflict                the thing exists, and is past the point where this could be done
    ├── TooManyRequests         a limit was reached; `retry_after_s` tells when to come back
    └── Unavailable             a part of the house is not ready
        ├── SpeechUnavailable   no speech recognition; text answers work
        ├── GradingUnavailable  no grading just now; the answer is kept and graded later
        ├── MailUnavailable     the mail server did not take the message
        └── Overloaded          the models' queues are full; `retry_after_s` tells when to come back

Each carries a sentence for the person who sees it: what happened and what to do next. `code` is the
stable name a program can rely on. Status codes live in `app/api`, `gr.Error` in `ui`.
"""

from __future__ import annotations

from typing import ClassVar


class RehearseError(Exception):
    """The root: catch this for everything that the house raises on purpose."""

    code: ClassVar[str] = "error"

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class InvalidInput(RehearseError):
    """What was sent cannot be used as it is."""

    code = "invalid_input"


class FileRejected(InvalidInput):
    """An uploaded file is of the wrong kind, too large, locked or broken."""

    code = "file_rejected"


class AudioRejected(InvalidInput):
    """A recording is empty, unreadable or too long."""

    code = "audio_rejected"


class NotSignedIn(RehearseError):
    """No live token came with the request."""

    code = "not_signed_in"


class CodeRejected(NotSignedIn):
    """The one-time code is wrong, used or too old."""

    code = "code_rejected"


class NotFound(RehearseError):
    """There is no such thing for this person."""

    code = "not_found"


class Conflict(RehearseError):
    """It is too late, or too early, for what was asked."""

    code = "conflict"


class TooManyRequests(RehearseError):
    """A limit was reached; come back after `retry_after_s` seconds."""

    code = "too_many_requests"

    def __init__(self, detail: str, retry_after_s: int) -> None:
        super().__init__(detail)
        self.retry_after_s = retry_after_s


class Unavailable(RehearseError):
    """A part of the house is not ready; trying again after `retry_after_s` seconds may help."""

    code = "unavailable"

    def __init__(self, detail: str, retry_after_s: int = 30) -> None:
        super().__init__(detail)
        self.retry_after_s = retry_after_s


class SpeechUnavailable(Unavailable):
    """Speech cannot be recognised here; text answers work."""

    code = "speech_unavailable"


class GradingUnavailable(Unavailable):
    """Answers cannot be graded just now; they are kept and graded later."""

    code = "grading_unavailable"


class MailUnavailable(Unavailable):
    """The mail server did not take the message."""

    code = "mail_unavailable"


class Overloaded(Unavailable):
    """The models' queues are full."""

    code = "overloaded"
