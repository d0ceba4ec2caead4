"""What tools/verify_journal.py needs to read the files of a journal: nothing but Python's standard library."""
