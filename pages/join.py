from flywheel_ui.workshop import joining

joining.page()
