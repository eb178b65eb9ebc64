// Every screen for everyone: axe finds nothing, the keyboard is enough, large text and small screens lose nothing.
