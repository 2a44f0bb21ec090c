"""The rules, words and papers of Flywheel Check; knows no screen."""
