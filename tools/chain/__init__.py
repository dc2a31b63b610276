"""The tests over neighboring steps, as functions that return what is wrong.

tests/chain holds the repository to them, and ``author verify`` prints them.
"""

from tools.chain.defect import Defect
from tools.chain.run_chain import CHECKS, Chain

__all__ = ["CHECKS", "Chain", "Defect"]
