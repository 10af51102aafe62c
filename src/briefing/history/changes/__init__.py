"""What changed between two versions: causes in the inputs, effects in what is said, and their printers."""
