"""Settings as the environment of a child process, which reads nothing else."""

import json
import os
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, SecretStr

from nurture.config import Settings


def environment_of(settings: Settings) -> dict[str, str]:
    """Our own environment, with those of the settings in it that are not left at their defaults."""
    environment = dict(os.environ)
    for name in settings.model_fields_set:
        variable, value = f"NURTURE_{name.upper()}", getattr(settings, name)
        if value is None:
            environment.pop(variable, None)
        else:
            environment[variable] = _text(value)
    return environment


def _text(value: object) -> str:
    plain = _plain(value)
    return json.dumps(plain) if isinstance(plain, list | dict) else str(plain)


def _plain(value: object) -> object:
    match value:
        case SecretStr():
            return value.get_secret_value()
        case tuple():
            return [_plain(each) for each in value]
        case dict():
            return {str(name): _plain(each) for name, each in value.items()}
        case BaseModel():
            return {name: _plain(getattr(value, name)) for name in value.model_fields_set}
        case datetime():
            return value.isoformat()
        case StrEnum():
            return value.value
        case _:
            return value
