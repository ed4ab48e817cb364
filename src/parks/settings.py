"""One frozen model of all that the environment decides, read once. `PARKS_X_FILE` names a file that holds X."""

import os
from datetime import timedelta
from functools import cache
from ipaddress import ip_network
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator


class Settings(BaseModel):
    model_config = ConfigDict(frozen=True)

    database_url: str = "postgresql://parks@127.0.0.1:5432/parks"
    database_pool_size: int = Field(default=10, ge=2, le=100)

    s3_endpoint: str = "http://127.0.0.1:9000"
    s3_access_key: str = "parks"
    s3_secret_key: str = ""
    s3_region: str = "us-east-1"
    s3_bucket_prefix: str = "parks-"

    smtp_host: str = "127.0.0.1"
    smtp_port: int = 25
    smtp_user: str = ""
    smtp_password: str = ""
    mail_from: str = "parks@localhost.localdomain"

    base_url: str = "http://127.0.0.1:8000"
    trusted_proxies: str = Field(
        default="127.0.0.1,::1", description="addresses or networks whose X-Forwarded-For is believed"
    )
    secret_key: str = Field(default="", description="at least 32 characters; signs tokens, codes and forms")
    former_secret_key: str = Field(default="", description="still accepted while keys are changed")
    session_hours: int = Field(default=12, ge=1, le=72, description="a session ends after that, used or not")
    session_idle_minutes: int = Field(default=120, ge=5, le=1440, description="a session unused for that long ends")

    template_cache: Path | None = Field(
        default=None, description="where compiled templates wait for the next start; who writes there runs code"
    )

    demo: bool = Field(default=False, description="a demo world: one-click roles and a clock that can be moved")
    demo_mail_folder: Path | None = None

    @field_validator("trusted_proxies")
    @classmethod
    def _only_some(cls, told: str) -> str:
        """Addresses and networks, none of them the whole net: whoever is believed chooses the address they count as."""
        for one in told.split(","):
            if ip_network(one.strip(), strict=False).prefixlen == 0:
                raise ValueError("PARKS_TRUSTED_PROXIES may not name everybody")
        return told

    @property
    def session_idle(self) -> timedelta:
        return timedelta(minutes=self.session_idle_minutes)

    @property
    def https(self) -> bool:
        return self.base_url.startswith("https://")


def from_environment(environment: dict[str, str]) -> Settings:
    """Settings out of `PARKS_*`; a value may stand in a file named by `PARKS_*_FILE` (for secrets)."""
    values: dict[str, Any] = {}
    for name in Settings.model_fields:
        variable = f"PARKS_{name.upper()}"
        if file := environment.get(f"{variable}_FILE"):
            values[name] = Path(file).read_text(encoding="utf-8").strip()
        elif variable in environment:
            values[name] = environment[variable]
    return Settings(**values)


@cache
def settings() -> Settings:
    return from_environment(dict(os.environ))
