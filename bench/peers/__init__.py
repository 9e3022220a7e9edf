"""The peers: a module each. Nothing is loaded here, so that a peer runs in a process without the others."""
