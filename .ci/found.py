#!/usr/bin/env python3
"""Says in Markdown what a run of the tests found: how many passed, failed, were skipped, and which skips for which reason.

found.py JUNIT.xml
"""

import sys
import xml.etree.ElementTree as xml
from collections import Counter

cases = [*xml.parse(sys.argv[1]).iter("testcase")]
ended = Counter(case[0].tag if len(case) and case[0].tag != "system-out" else "passed" for case in cases)
print("| " + " | ".join(f"{count} {how}" for how, count in ended.most_common()) + " |\n|" + "---|" * len(ended))
for reason, count in Counter(case.find("skipped").get("message") for case in cases if case.find("skipped") is not None).most_common():  # fmt: skip
    print(f"- skipped {count}: {reason}")
for case in cases:
    if case.find("failure") is not None or case.find("error") is not None:
        print(f"- failed: `{case.get('classname')}::{case.get('name')}`")
