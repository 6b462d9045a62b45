"""What holds for every test."""

from hypothesis import HealthCheck, settings

# The same examples on every run and no clock, so that a test fails for what was changed, and never
# for chance or a machine that is slow. `--hypothesis-profile=search` looks for new examples.
settings.register_profile("search", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("same", settings.get_profile("search"), derandomize=True)
settings.load_profile("same")
