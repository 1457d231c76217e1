"""A small Internet of our own: two network namespaces with real DNS, web and mail servers, and real clients.

It needs root and Debian's packages (see .ci/run); `programs.py` says what is missing. Nothing in it talks to
the outside: names that it does not serve get NXDOMAIN, and mail to other domains is thrown away.
"""
