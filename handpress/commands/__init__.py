"""One module for each command of the command line; `options` holds what several of them take."""
