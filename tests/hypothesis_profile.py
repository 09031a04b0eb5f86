"""How properties are tried everywhere: by number of examples, never by time.

Machines are noisy, and a slow one is no bug of the code under test. A test that
needs fewer or more examples says so itself.
"""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile(
    "octoscale", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("octoscale")
