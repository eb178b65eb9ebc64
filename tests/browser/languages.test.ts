// Three whole languages: each screen is in one of them alone, and changing it costs no typed text.
