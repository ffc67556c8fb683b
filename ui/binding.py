"""From a page's handler to what Gradio calls."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import Any, get_type_hints

import gradio as gr

from app.errors import NotSignedIn, RehearseError


def bind(handler: Callable[..., Any], *given: Any) -> Callable[..., Any]:
    """The handler with its first arguments filled in, and the house's errors shown to people.

    Gradio finds `gr.Request` among the arguments by its annotation, so the rest of the signature is kept.
    """
    if inspect.isgeneratorfunction(handler):

        def bound(*args: Any) -> Any:
            yield from _told(handler(*given, *args))
    else:

        def bound(*args: Any) -> Any:
            try:
                return handler(*given, *args)
            except RehearseError as exc:
                raise shown(exc) from exc

    parameters = list(inspect.signature(handler).parameters.values())[len(given) :]
    hints = get_type_hints(handler)
    bound.__name__ = handler.__name__
    bound.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    bound.__annotations__ = {p.name: hints[p.name] for p in parameters if p.name in hints}
    return bound


def shown(error: RehearseError) -> gr.Error:
    """The error as a message that stays until it is closed."""
    title = "You are not logged in" if isinstance(error, NotSignedIn) else "That did not work"
    return gr.Error(error.detail, duration=None, title=title, print_exception=False)


def user_id(request: gr.Request) -> int:
    """Whose page this is; raises NotSignedIn where the guard let nobody in."""
    if not request.username:
        raise NotSignedIn("You are not logged in any more; log in again.")
    return int(request.username)


def number(request: gr.Request, name: str) -> int | None:
    """A number of the page's address, such as `?id=5`; None where there is none."""
    value = request.query_params.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 16 else None


def _told(steps: Iterator[Any]) -> Iterator[Any]:
    try:
        yield from steps
    except RehearseError as exc:
        raise shown(exc) from exc
