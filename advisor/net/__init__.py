"""The only package with sockets. Nothing that the network does is raised beyond it."""
