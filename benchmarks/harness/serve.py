"""Measures NumPy rows: a request is a JSON line {key, setup, statement, calls}, the answer {ns} a call."""
import json
import sys
import time

prepared = {}

for line in sys.stdin:
    request = json.loads(line)
    try:
        key = request["key"]
        if key not in prepared:
            scope = {}
            exec(request["setup"], scope)
            prepared[key] = (compile(request["statement"], key, "exec"), scope)
        code, scope = prepared[key]
        calls = request["calls"]
        start = time.perf_counter_ns()
        for _ in range(calls):
            exec(code, scope)
        answer = {"ns": (time.perf_counter_ns() - start) / calls}
    except Exception as error:  # a row that cannot run says why
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
