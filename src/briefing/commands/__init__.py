"""What people type: one module a command, with its options, its help and what it prints; found by being here."""
