"""Starts Ray and both applications, or finds them on a cluster."""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from serving import reaper
from serving.errors import StartFailed
from serving.loopback import choose_loopback
from serving.settings import ServingArgs
from serving.signals import sigterm_kept

if TYPE_CHECKING:
    from serving.ray_client import RayModels

logger = logging.getLogger(__name__)

_OBJECT_STORE_BYTES = 256 * 1024**2
"""Room for the recordings under way; Ray's own choice is a third of the memory."""

_RAY_DEFAULTS = {
    "RAY_USAGE_STATS_ENABLED": "0",  # nothing leaves the laptop
    "RAY_SERVE_QUEUE_LENGTH_RESPONSE_DEADLINE_S": "1",  # a busy laptop answers later than a cluster's 0.1 s
}


def start_models(args: ServingArgs) -> RayModels:
    """Return a client of the models; they may still be loading (see `RayModels.status`).

    With RAY_ADDRESS set, attach to the applications deployed on that cluster; `args` is not read then.
    Otherwise start Ray inside this process's tree, listening on the loopback interface alone. Linux ends
    such a Ray together with the thread that called this, so call from a thread that lasts.

    Raises:
        StartFailed: the cluster or its applications are not there, or Ray does not start.
    """
    address = os.environ.get("RAY_ADDRESS")
    with sigterm_kept():
        return _attach(address) if address else _start(args)


def _attach(address: str) -> RayModels:
    import ray
    from ray import serve
    from ray.exceptions import RayError
    from ray.serve.exceptions import RayServeException

    from serving.deployments import ENCODER_APP, TRANSCRIBER_APP
    from serving.ray_client import RayModels

    _quieten()
    try:
        _reach(address)
        ray.init(address=address, log_to_driver=False, configure_logging=False)
        handles = [serve.get_app_handle(name) for name in (TRANSCRIBER_APP, ENCODER_APP)]
    except RayServeException as exc:
        ray.shutdown()
        raise StartFailed(
            f"The Ray cluster at {address} does not serve the models; run `serve deploy serve_config.yaml`."
        ) from exc
    except (OSError, RuntimeError, ValueError, RayError) as exc:
        raise StartFailed(
            f"The Ray cluster at {address}, which RAY_ADDRESS names, cannot be used ({exc}). "
            "Where it asks for a token, set RAY_AUTH_MODE=token."
        ) from exc
    return RayModels(*handles, shut_down=ray.shutdown)


def _reach(address: str) -> None:
    """Raise OSError at once where nothing listens at "host:port"; Ray itself would try for a minute."""
    host, _, port = address.rpartition("://")[2].rpartition(":")
    if host and port.isdigit():
        socket.create_connection((host, int(port)), timeout=5.0).close()


def _start(args: ServingArgs) -> RayModels:
    folder = _short_folder()
    cleaner = subprocess.Popen(
        [sys.executable, reaper.__file__, str(folder)], stdin=subprocess.PIPE, start_new_session=True
    )
    try:
        handles = _run_applications(args, folder)
    except Exception as exc:  # whatever Ray raises, the page and the log must say it
        _stop(cleaner)
        raise StartFailed(f"Ray could not start the models: {exc}") from exc
    from serving.ray_client import RayModels

    return RayModels(*handles, shut_down=lambda: _stop(cleaner))


def _run_applications(args: ServingArgs, folder: Path) -> list[Any]:
    """Start Ray in `folder`, then both applications at once; return their handles."""
    choose_loopback()
    for name, value in _RAY_DEFAULTS.items():
        os.environ.setdefault(name, value)
    import ray
    from ray import serve

    from serving.deployments import ENCODER_APP, TRANSCRIBER_APP, encoder_app, transcriber_app

    _quieten()
    ray.init(
        address="local",
        include_dashboard=False,
        object_store_memory=_OBJECT_STORE_BYTES,
        log_to_driver=False,
        configure_logging=False,
        _temp_dir=str(folder),
    )
    serve.start(proxy_location="Disabled")
    builders: dict[str, Callable[[ServingArgs], Any]] = {
        TRANSCRIBER_APP: transcriber_app,
        ENCODER_APP: encoder_app,
    }
    targets = [
        serve.RunTarget(target=build(args), name=name, route_prefix=None) for name, build in builders.items()
    ]
    return list(serve.run_many(targets, wait_for_applications_running=False))


def _stop(cleaner: subprocess.Popen[bytes]) -> None:
    """End the Ray of this process, and Serve with it, then let the reaper remove what is left."""
    import ray

    try:
        ray.shutdown()
    finally:
        cleaner.communicate(timeout=2 * reaper.PATIENCE_S)


def _short_folder() -> Path:
    """Make a folder for Ray's session; its sockets' paths may be 107 characters long, 80 of them Ray's."""
    usual = Path(tempfile.gettempdir())
    short = usual if len(str(usual)) <= 12 else Path("/tmp")
    return Path(tempfile.mkdtemp(prefix="rh-", dir=short))


def _quieten() -> None:
    """Leave Ray's progress reports out of this process's log, and the complaint about being started in a
    thread, which `sigterm_kept` answers; other warnings stay."""
    logging.getLogger("ray").setLevel(logging.WARNING)
    logging.getLogger("ray.serve").setLevel(logging.WARNING)
    logging.getLogger("ray._private.worker").setLevel(logging.ERROR)
