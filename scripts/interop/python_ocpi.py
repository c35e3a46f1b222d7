"""eMSP and CPO of the Python package extrawest-ocpi (OCPI 2.2.1), its store in memory: python_ocpi.py PORT TOKEN_A.

What it keeps is read at /kept, for the one who runs it.
"""

import os
import secrets
import sys

PORT, TOKEN_A = int(sys.argv[1]), sys.argv[2]
os.environ.update(OCPI_HOST=f"127.0.0.1:{PORT}", PROTOCOL="http", ENVIRONMENT="testing")

import uvicorn  # noqa: E402
from py_ocpi import get_application  # noqa: E402
from py_ocpi.core.authentication.authenticator import Authenticator  # noqa: E402
from py_ocpi.core.enums import Action, ModuleID, RoleEnum  # noqa: E402
from py_ocpi.modules.versions.enums import VersionNumber  # noqa: E402

TOKENS_C: list[str] = []
CHANGED = "2026-06-01T12:00:00+00:00"


def token(i: int) -> dict:
    uid = f"DE8AAC{i:08d}"
    return {
        "country_code": "DE",
        "party_id": "8AA",
        "uid": uid,
        "type": "OTHER",
        "contract_id": uid,
        "issuer": "extrawest",
        "valid": True,
        "whitelist": "ALLOWED",
        "language": "de",
        "last_updated": CHANGED,
    }


LIST = [token(i) for i in range(120)]
# Not in the list: these are asked about.
ASKED = {
    "DE8AACLIVE0001": ("ALLOWED", {**token(0), "uid": "DE8AACLIVE0001", "contract_id": "DE8AACLIVE0001", "whitelist": "NEVER"}),
    "DE8AACBLCK0001": ("BLOCKED", {**token(0), "uid": "DE8AACBLCK0001", "contract_id": "DE8AACBLCK0001", "whitelist": "NEVER"}),
}
KEPT: dict[str, dict] = {"sessions": {}, "cdrs": {}, "tokens": {}}


def asked(uid: str):
    """By the first 14 characters, without case: the package writes ids in lower case."""
    return ASKED.get(str(uid).upper()[:14])


class Store:
    @classmethod
    async def get(cls, module, role, id, *args, **kwargs):
        if module == ModuleID.credentials_and_registration:
            return credentials(TOKENS_C[-1])
        if module == ModuleID.tokens and role == RoleEnum.emsp:
            found = asked(id)
            return found and found[1]
        return KEPT.get(module.value, {}).get(str(id).upper())

    @classmethod
    async def list(cls, module, role, filters, *args, **kwargs):
        everything = LIST if module == ModuleID.tokens else []
        page = everything[filters["offset"] : filters["offset"] + filters["limit"]]
        return page, len(everything), filters["offset"] + len(page) >= len(everything)

    @classmethod
    async def create(cls, module, role, data, *args, **kwargs):
        if module == ModuleID.credentials_and_registration:
            TOKENS_C.append(secrets.token_hex(16))
            return credentials(TOKENS_C[-1])
        key = data.get("uid") or data.get("id")
        KEPT.setdefault(module.value, {})[str(key).upper()] = data
        return data

    @classmethod
    async def update(cls, module, role, data, id, *args, **kwargs):
        known = KEPT.setdefault(module.value, {}).get(str(id).upper(), {})
        changed = {**known, **{name: value for name, value in data.items() if value is not None}}
        KEPT[module.value][str(id).upper()] = changed
        return changed

    @classmethod
    async def delete(cls, module, role, id, *args, **kwargs):
        TOKENS_C.clear()

    @classmethod
    async def do(cls, module, role, action, *args, data=None, **kwargs):
        if action == Action.authorize_token:
            allowed, known = asked(data["token_uid"])
            reference = {"authorization_reference": "EXTRAWEST1"} if allowed == "ALLOWED" else {}
            return {"allowed": allowed, "token": known, **reference}
        return None


def credentials(token_c: str) -> dict:
    def role(name: str, party: str) -> dict:
        return {"role": name, "country_code": "DE", "party_id": party, "business_details": {"name": "extrawest"}}

    url = f"http://127.0.0.1:{PORT}/ocpi/versions"
    return {"token": token_c, "url": url, "roles": [role("EMSP", "8AA"), role("CPO", "EXT")]}


class Tokens(Authenticator):
    @classmethod
    async def get_valid_token_c(cls):
        return TOKENS_C

    @classmethod
    async def get_valid_token_a(cls):
        return [TOKEN_A]


app = get_application(
    version_numbers=[VersionNumber.v_2_2_1],
    roles=[RoleEnum.emsp, RoleEnum.cpo],
    crud=Store,
    modules=[
        ModuleID.credentials_and_registration,
        ModuleID.tokens,
        ModuleID.sessions,
        ModuleID.cdrs,
        ModuleID.locations,
    ],
    authenticator=Tokens,
)


@app.get("/kept")
async def kept():
    return KEPT


print("ready", flush=True)
uvicorn.run(app, host="127.0.0.1", port=PORT, log_level="warning")
