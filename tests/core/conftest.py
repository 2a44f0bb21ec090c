"""How the property tests of the core run: never by the clock, since a busy machine is no failure."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "core", settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("core")
