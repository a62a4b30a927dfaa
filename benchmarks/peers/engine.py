"""This engine, reading included."""

import answerkey
from answerkey.deciding.pairs import decide_pair


def version() -> str:
    return f"answerkey {answerkey.__version__}"


def given(pair: dict) -> dict:
    return pair


def accepts(pair: dict) -> bool | None:
    verdict, _, _ = decide_pair(pair["lhs"], pair["rhs"], pair["where"], pair.get("shapes"))
    return True if verdict.passes else False if verdict.status == "refuted" else None
