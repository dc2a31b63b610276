"""What runs in the process where tests meet a project: loading, testing, explaining.

Nothing here needs more than a step's requirements.
"""
