"""Whether only this very machine can reach the server: then a login code may be shown on the page."""

from __future__ import annotations

import ipaddress

import psutil
from gradio import Request

FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")


def is_private_to_this_machine(request: Request) -> bool:
    """True where the server listens on loopback alone, and the request came straight from there to there.

    Asked of the operating system, not of the settings: uvicorn may have been started by hand. A forwarded
    request means a proxy or a tunnel, and with it strangers.
    """
    if request.request is None or any(name in request.headers for name in FORWARDED):
        return False
    client = request.client.host if request.client else ""
    host = request.headers.get("host", "").rsplit(":", 1)[0].strip("[]")
    _, port = request.request.scope["server"]
    return _is_loopback(client) and (host == "localhost" or _is_loopback(host)) and _listens_on_loopback(port)


def _listens_on_loopback(port: int) -> bool:
    """Whether this process listens on the port at loopback addresses, and at no other."""
    connections = psutil.Process().net_connections(kind="tcp")
    listening = (c for c in connections if c.status == psutil.CONN_LISTEN)
    addresses = [c.laddr.ip for c in listening if c.laddr.port == port]
    return bool(addresses) and all(map(_is_loopback, addresses))


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
