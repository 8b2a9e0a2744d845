"""Measures a NumPy row: a request is a JSON line {setup, statement, calls}, the answer {ns} a call."""
import json
import sys
import time

prepared = None

for line in sys.stdin:
    request = json.loads(line)
    try:
        if prepared is None:
            scope = {}
            exec(request["setup"], scope)
            prepared = (compile(request["statement"], "row", "exec"), scope)
        code, scope = prepared
        calls = request["calls"]
        start = time.perf_counter_ns()
        for _ in range(calls):
            exec(code, scope)
        answer = {"ns": (time.perf_counter_ns() - start) / calls}
    except Exception as error:  # a row that cannot run says why
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
