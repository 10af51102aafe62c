"""What a project of a department begins with: the template beside this file, its sections and its tables."""
