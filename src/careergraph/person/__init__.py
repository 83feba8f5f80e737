"""What a person says of themselves: the profile file and the checklist of a plan."""
