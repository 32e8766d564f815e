"""One request decided under all policies that bear on it, as AWS documents it."""
