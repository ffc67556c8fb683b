"""Settings: typed, documented where they are declared, read from `REHEARSE_…` variables or a `.env` file."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

DATA_DIR = Path("data")


class Settings(BaseSettings):
    """Every knob of the house; each default works on a laptop."""

    model_config = SettingsConfigDict(env_prefix="REHEARSE_", env_file=".env", extra="ignore")

    database_url: str = Field(
        default=f"sqlite:///{DATA_DIR / 'rehearse.db'}",
        description="Where everything is kept: `sqlite:///path` or `postgresql://user:password@host/name`.",
    )
    smtp_url: SecretStr | None = Field(
        default=None,
        description=(
            "Mail server for login codes: `smtp://user:password@host:port` (STARTTLS where offered) or "
            "`smtps://…`. Without it, codes are printed in the terminal."
        ),
    )
    mail_from: str = Field(default="Rehearse <rehearse@localhost>", description="The sender of login codes.")
    whisper_model: str = Field(
        default="base",
        description="Speech recognition: a faster-whisper model's name, a local folder, or `none`.",
    )
    encoder_model: str = Field(
        default="minilm",
        description="Text embedding: `minilm` (packaged), a local folder, or a model's name on the hub.",
    )
    uploads_dir: Path = Field(default=Path("uploads"), description="Where résumés are kept.")
    secret_file: Path = Field(
        default=DATA_DIR / "secret.key",
        description="The key that signs access tokens; made on first start, readable by its owner alone.",
    )
    host: str = Field(default="127.0.0.1", description="The address that `python -m app` listens on.")
    port: int = Field(default=8000, ge=1, le=65535, description="The port that `python -m app` listens on.")
