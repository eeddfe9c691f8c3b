"""contact/sync by the Python clients that can be imported here, for calls.ts.

Reads JSON lines: first where and who, then one for each round, {"client", "milliseconds"}.
Writes JSON lines: first the clients' names, then the milliseconds of each call.
"""

import json
import sys
import time


def by_requests(who):
    import requests

    session = requests.Session()
    session.cookies.set('token_id', who['tokenId'])
    body = {'contact_id': who['accountId'], 'ticket': who['ticket'], 'api_version': 2}
    return lambda: session.post(who['url'] + '/api/contact/sync', json=body).json()


def by_fleepclient(who):
    """Fleep's own: python-client of github.com/fleephub/fleep-api, found by PYTHONPATH."""
    from fleepclient.api import FleepApi

    client = FleepApi(who['url'])
    client.set_token(token=who['tokenId'], ticket=who['ticket'])
    return lambda: client.contact_sync(who['accountId'])


def usable(makers, who):
    calls = {}
    for name, make in makers.items():
        try:
            calls[name] = make(who)
        except ImportError:
            pass
    return calls


def timed(call, account_id):
    start = time.perf_counter()
    answer = call()
    took = (time.perf_counter() - start) * 1000
    if answer['account_id'] != account_id:
        raise ValueError('a wrong answer')
    return took


def tell(value):
    print(json.dumps(value), flush=True)


def main():
    who = json.loads(sys.stdin.readline())
    clients = usable({'Python, requests': by_requests, 'Python, fleepclient': by_fleepclient}, who)
    tell(list(clients))
    for line in sys.stdin:
        wanted = json.loads(line)
        call = clients[wanted['client']]
        times = []
        end = time.perf_counter() + wanted['milliseconds'] / 1000
        while time.perf_counter() < end:
            times.append(timed(call, who['accountId']))
        tell(times)


main()
