"""The tests of what sets the project up."""
