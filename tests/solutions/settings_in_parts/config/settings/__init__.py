"""The settings of the project, put together from their parts."""

from config.settings.auth import *  # noqa: F403
from config.settings.base import *  # noqa: F403
from config.settings.environment import DEBUG  # noqa: F401
