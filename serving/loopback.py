"""Keeps an embedded Ray off the network: a laptop must not listen to its neighbours.

Ray 2.60 listens on the node's own address, some parts of it on every address. Two switches close that; a
test counts the ports that listen elsewhere than on the loopback interface and expects none.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

_VARIABLE = "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"
"""Ray's own switch from node address to 127.0.0.1, made against firewall questions on macOS and Windows, and
read on Linux too. Child processes inherit it."""


def choose_loopback() -> None:
    """Make a Ray that starts in this process listen on 127.0.0.1. Call before `ray.init`."""
    os.environ[_VARIABLE] = "0"
    from ray._private import ray_constants

    ray_constants.ENABLE_RAY_CLUSTER = False  # in case Ray was imported before the variable was set


def stay_on_loopback() -> None:
    """Inside a replica of such a Ray, bind Serve's port between replicas to 127.0.0.1 instead of [::].

    Call while the replica is made; Serve opens the port afterwards. Does nothing on a cluster.
    """
    if os.environ.get(_VARIABLE) != "0":
        return
    replica: Any = import_module("ray.serve._private.replica")
    bind = replica.add_port_to_grpc_server

    def bind_loopback(server: Any, address: str) -> int:
        port: int = bind(server, address.replace("[::]", "127.0.0.1"))
        return port

    replica.add_port_to_grpc_server = bind_loopback
