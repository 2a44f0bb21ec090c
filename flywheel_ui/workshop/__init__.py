"""The screens of a workshop: making a room, facilitating it, showing it on the wall."""
