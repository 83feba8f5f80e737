"""What a step asks someone to learn, and how long that takes."""
