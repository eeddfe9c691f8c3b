"""Calls contact/sync with the Python clients that can be imported. calls.ts starts it.

Reads JSON lines: first the server's URL and a session, then {"client", "milliseconds"} for each round.
Writes JSON lines: first the clients' names, then the duration of each call in milliseconds.
"""

import json
import sys
import time


def by_requests(connection):
    import requests

    session = requests.Session()
    session.cookies.set('token_id', connection['tokenId'])
    body = {'contact_id': connection['accountId'], 'ticket': connection['ticket'], 'api_version': 2}
    return lambda: session.post(connection['url'] + '/api/contact/sync', json=body).json()


def by_fleepclient(connection):
    """Fleep's own client: python-client of github.com/fleephub/fleep-api. PYTHONPATH must name its folder."""
    from fleepclient.api import FleepApi

    client = FleepApi(connection['url'])
    client.set_token(token=connection['tokenId'], ticket=connection['ticket'])
    return lambda: client.contact_sync(connection['accountId'])


def importable(factories, connection):
    calls = {}
    for name, create in factories.items():
        try:
            calls[name] = create(connection)
        except ImportError:
            pass
    return calls


def timed(call, account_id):
    start = time.perf_counter()
    answer = call()
    duration = (time.perf_counter() - start) * 1000
    if answer['account_id'] != account_id:
        raise ValueError('The answer is for another account')
    return duration


def write_line(value):
    print(json.dumps(value), flush=True)


def main():
    connection = json.loads(sys.stdin.readline())
    clients = importable({'Python, requests': by_requests, 'Python, fleepclient': by_fleepclient}, connection)
    write_line(list(clients))
    for line in sys.stdin:
        request = json.loads(line)
        call = clients[request['client']]
        times = []
        end = time.perf_counter() + request['milliseconds'] / 1000
        while time.perf_counter() < end:
            times.append(timed(call, connection['accountId']))
        write_line(times)


main()
