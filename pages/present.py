from flywheel_ui.workshop import presenting

presenting.wall()
