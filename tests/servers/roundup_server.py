"""Serves a Roundup tracker on loopback: `python roundup_server.py TRACKER PORT`. Its own server refuses to run as root."""

import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIServer, make_server

from roundup.cgi.wsgi_handler import RequestDispatcher  # of the virtual environment that it runs in


class Server(ThreadingMixIn, WSGIServer):
    """One thread for each request."""

    daemon_threads = True


make_server("127.0.0.1", int(sys.argv[2]), RequestDispatcher(sys.argv[1]), Server).serve_forever()
