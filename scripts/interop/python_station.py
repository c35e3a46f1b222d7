"""A station made of the Python packages `ocpp` and `websockets`, for roles/csms/test/interop.test.ts.

Arguments: URL with the identity at its end, password, and the answers to calls of the CSMS by action, as JSON. Each line
it writes is one JSON object: {"connected"} with the sub-protocol or {"refused"} with the HTTP status, {"asked", "params"}
for a call of the CSMS, {"id", "result"} or {"id", "error"} for what the CSMS answered. Each line it reads is {"id",
"method", "params", "isRaw"}: a call to make; a raw one leaves unchecked. All else is validated in both directions by the
package's own copy of the schemas.
"""

import asyncio
import base64
import json
import sys
from dataclasses import make_dataclass

from ocpp.charge_point import camel_to_snake_case, remove_nones, serialize_as_dict, snake_to_camel_case
from ocpp.exceptions import OCPPError
from ocpp.routing import on
from ocpp.v201 import ChargePoint, call, call_result
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

url, password, answers = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
identity = url.rsplit("/", 1)[-1]


def tell(**line):
    print(json.dumps(line), flush=True)


def handler_of(action, answer):
    def handler(self, **payload):
        return getattr(call_result, action)(**camel_to_snake_case(answer))

    handler.__name__ = "on_" + action
    return on(action)(handler)


class Station(ChargePoint):
    async def route_message(self, raw):
        message = json.loads(raw)
        if message[0] == 2:
            tell(asked=message[2], params=message[3])
        await super().route_message(raw)


for action, answer in answers.items():
    setattr(Station, "on_" + action, handler_of(action, answer))


async def ask(station, request):
    method, params = request["method"], request["params"]
    try:
        if request.get("isRaw"):
            fields = camel_to_snake_case(params)
            payload = make_dataclass(method, fields.keys())(**fields)
        else:
            payload = getattr(call, method)(**camel_to_snake_case(params))
        result = await station.call(payload, suppress=False, skip_schema_validation=bool(request.get("isRaw")))
        tell(id=request["id"], result=snake_to_camel_case(remove_nones(serialize_as_dict(result))))
    except OCPPError as error:
        tell(id=request["id"], error=error.code)
    except Exception as error:  # told to the test, whatever it is
        tell(id=request["id"], error=f"{type(error).__name__}: {error}")


async def read_requests(station):
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        asyncio.ensure_future(ask(station, json.loads(line)))


async def main():
    credentials = base64.b64encode(f"{identity}:{password}".encode()).decode()
    try:
        async with connect(
            url, subprotocols=["ocpp2.0.1"], additional_headers={"Authorization": f"Basic {credentials}"}
        ) as socket:
            tell(connected=socket.subprotocol)
            station = Station(identity, socket)
            asyncio.ensure_future(read_requests(station))
            await station.start()
    except InvalidStatus as error:
        tell(refused=error.response.status_code)
    except ConnectionClosed as error:
        tell(closed=str(error))


asyncio.run(main())
