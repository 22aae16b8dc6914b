"""Runs a command on a pseudo-terminal, and answers its questions.

Arguments: pairs of a text to wait for and what is typed then, as JSON, and the command. Prints its output and exit code as JSON.
"""

import json
import os
import pty
import sys

answers, command = json.loads(sys.argv[1]), sys.argv[2:]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(command[0], command)


def read() -> str:
    try:
        return os.read(terminal, 65536).decode()
    except OSError:  # the other end is closed
        return ""


output = ""
for text, typed in answers:
    seen = len(output)
    while text not in output[seen:]:
        more = read()
        if not more:
            sys.exit(f"no '{text}' in: {output}")
        output += more
    os.write(terminal, typed.encode())
while more := read():
    output += more
code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
print(json.dumps({"output": output.replace("\r\n", "\n"), "code": code}))
