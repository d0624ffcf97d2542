"""What people's keyboards and clipboards put into a file, line by line, before any YAML is read."""
