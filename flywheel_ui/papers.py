"""The papers: each made at the click from the present answers, and read again before it goes out."""

from flywheel_ui.session import Session


def papers(session: Session) -> None:
    """Offer the papers."""
    del session
