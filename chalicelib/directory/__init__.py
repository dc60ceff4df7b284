"""Directory: schools, students, their contacts, staff, sections; and the import that brings them in."""
