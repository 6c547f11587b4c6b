"""What every declaration is made of, and the kinds of body they are made for."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict

Profile = Literal["bureau", "city", "office"]
PROFILES: tuple[Profile, ...] = get_args(Profile)


class Declared(BaseModel):
    """Anything declared: unknown keys are refused, nothing changes after reading."""

    model_config = ConfigDict(frozen=True, extra="forbid")
