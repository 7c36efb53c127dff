"""A WSGI application that says what it was told: every variable that came from a header. Usage: echo-application.py PORT"""

import json
import socketserver
import sys
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server


def application(environ, start_response):
    # Read to its end: whoever answers and hangs up before has the proxy's writing fail, now and then.
    environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    told = {name: value for name, value in environ.items() if name.startswith("HTTP_")}
    body = json.dumps(told).encode()
    headers = [("Content-Type", "application/json"), ("Service-Worker-Allowed", "/"), ("Content-Length", str(len(body)))]
    start_response("200 OK", headers)
    return [body]


class Threaded(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        pass


make_server("127.0.0.1", int(sys.argv[1]), application, Threaded, Quiet).serve_forever()
