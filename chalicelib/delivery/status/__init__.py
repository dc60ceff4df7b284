"""How the line is, for administrators."""
