"""The profile file of a person, and the checklist of a plan."""
