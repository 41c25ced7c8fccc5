"""What holds for all tests: generated examples have no deadline, for a busy machine is no failure."""

from hypothesis import settings

settings.register_profile("mingzhang", deadline=None)
settings.load_profile("mingzhang")
