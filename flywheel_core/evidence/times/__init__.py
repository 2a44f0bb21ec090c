"""Transition times from a log (METHODS (a)): from reading it to the figures that an assessment takes over."""
