"""The tests in a real Chromium."""
