"""All faults; and the numbers that are no code of these steps, with the reason."""

from . import (
    step_01,
    step_02,
    step_03,
    step_04,
    step_05_login,
    step_05_token,
    step_05_view,
    step_06,
    step_06_token,
)
from .model import Fault

FAULTS: tuple[Fault, ...] = (
    *step_01.FAULTS,
    *step_02.FAULTS,
    *step_03.FAULTS,
    *step_04.FAULTS,
    *step_05_login.FAULTS,
    *step_05_view.FAULTS,
    *step_05_token.FAULTS,
    *step_06.FAULTS,
    *step_06_token.FAULTS,
)

# Of a number that has faults as well, what is said here is the rest of it.
NOT_HERE = {
    "1": "no code of ours: the old package cannot be imported on a current Django",
    "3": "commands of the notes, no code",
    "4": "url() and patterns() are gone from Django: such a project does not start",
    "5": "SQL of the notes of step 01, no code",
    "24": "refresh and logout: step 07",
    "25": "step 08",
    "26": "step 09",
    "27": "step 10",
    "29": "a save() that returns self: nobody notices",
    "30": "the measured 2, 1 and 0 queries: step 11",
    "31": "words of the notes, no code",
    "32": "missing imports and missing tests are no code that could be put back",
    "L7": "refresh for a deleted user: step 07",
    "L8": "the time of a whole registration and of a reset: step 09",
    "L9": "step 09",
    "L11": "a verifier with several keys: step 11",
    "L12": "needs a pair of keys: step 11",
    "L13": "a token of an e-mail, an audience of another service: step 11",
    "L14": "step 07",
    "L15": "step 07",
    "L16": "step 07",
    "L17": "step 07",
    "L18": "step 08",
    "L19": "step 10",
    "L20": "step 10",
    "L23": "step 07",
}
