"""Word files in the typography of official documents (GB/T 9704—2012), written without any library."""
