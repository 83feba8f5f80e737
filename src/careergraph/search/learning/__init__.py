"""Learning: the skills that a step asks for, and the time they take."""
