"""Print how a project checks its tokens, as JSON; run by path in the project's folder.

The answer goes to the program that asked, which does not show the key.
"""

import json
import os
import sys
from typing import Any


def look() -> dict[str, Any]:
    """Return the key, and who must have made a token and for whom (None: anybody)."""
    import django
    from django.conf import settings

    django.setup()
    if hasattr(settings, "SIMPLE_JWT"):
        from rest_framework_simplejwt.settings import api_settings

        shared = str(api_settings.ALGORITHM).startswith("HS")
        return {
            "key": api_settings.SIGNING_KEY if shared else api_settings.VERIFYING_KEY,
            "algorithm": api_settings.ALGORITHM,
            "iss": api_settings.ISSUER,
            "aud": api_settings.AUDIENCE,
        }
    return {"key": getattr(settings, "JWT_SIGNING_KEY", "")}


if __name__ == "__main__":
    # In the place of this file's folder, which the project must not see.
    sys.path[0] = os.getcwd()
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    # What the project prints while it loads is not the answer.
    answer, sys.stdout = sys.stdout, sys.stderr
    answer.write(json.dumps(look()))
