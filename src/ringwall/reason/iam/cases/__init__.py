"""Cases in files: what is asked, and the answer that is expected."""
