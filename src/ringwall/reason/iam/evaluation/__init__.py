"""One request decided under all policies that apply to it, as AWS documents it."""
