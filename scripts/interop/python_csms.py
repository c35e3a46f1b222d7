"""A CSMS made of the Python packages `ocpp` and `websockets`, for roles/station/test/interop.test.ts.

Each line it writes is one JSON object: {"port"}, {"credentials"}, {"identity"}, {"method", "params"} for a request of the
station, {"id", "result"} or {"id", "error"} for what the station answered. Each line it reads is {"id", "method",
"params"}: a request to the station. Both directions are validated by the package's own copy of the schemas.
"""

import asyncio
import base64
import json
import sys
from datetime import datetime, timedelta, timezone

from ocpp.charge_point import camel_to_snake_case, remove_nones, serialize_as_dict, snake_to_camel_case
from ocpp.routing import on
from ocpp.v201 import ChargePoint, call, call_result
from websockets.asyncio.server import serve

answers = json.loads(sys.argv[1])
clock_offset_s = float(sys.argv[2])


def tell(**line):
    print(json.dumps(line), flush=True)


def now():
    time = datetime.now(timezone.utc) + timedelta(seconds=clock_offset_s)
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def handler_of(action, answer):
    def handler(self, **payload):
        fields = dict(answer)
        if "currentTime" in fields:
            fields["currentTime"] = now()
        return getattr(call_result, action)(**camel_to_snake_case(fields))

    handler.__name__ = "on_" + action  # by which the package finds it in the class
    return on(action)(handler)


class Station(ChargePoint):
    async def route_message(self, raw):
        message = json.loads(raw)
        if message[0] == 2:
            tell(method=message[2], params=message[3])
        await super().route_message(raw)


for action, answer in answers.items():
    setattr(Station, "on_" + action, handler_of(action, answer))


async def ask(station, line):
    request = json.loads(line)
    try:
        payload = getattr(call, request["method"])(**camel_to_snake_case(request["params"]))
        result = await station.call(payload, suppress=False)
        tell(id=request["id"], result=snake_to_camel_case(remove_nones(serialize_as_dict(result))))
    except Exception as error:  # told to the test, whatever it is
        tell(id=request["id"], error=f"{type(error).__name__}: {error}")


async def read_requests(station):
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        asyncio.ensure_future(ask(station, line))


async def serve_station(socket):
    identity = socket.request.path.rsplit("/", 1)[-1]
    tell(credentials=base64.b64decode(socket.request.headers["Authorization"].removeprefix("Basic ")).decode())
    station = Station(identity, socket)
    tell(identity=identity)
    asyncio.ensure_future(read_requests(station))
    await station.start()


async def main():
    async with serve(serve_station, "127.0.0.1", 0, subprotocols=["ocpp2.0.1"]) as server:
        tell(port=server.sockets[0].getsockname()[1])
        await asyncio.Future()


asyncio.run(main())
