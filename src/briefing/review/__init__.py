"""What comes back from reviewers: changes and comments of a Word file."""
