#!/usr/bin/env python3
"""Make the site: `python3 build.py`. Run the tests: `python3 build.py test`.

A build is eight steps, one after the other in `nianbao.pipeline.build_site`:

1. gather   content/ → files with digests
2. declare  forms, site.yaml, agencies
3. read     each report: YAML and Markdown → figures, prose, findings
4. check    across years and agencies; decide what may be published
5. plan     every file the site will have
6. render   views + layouts → files beside site/
7. verify   links, anchors, ids of what will really be published
8. publish  rename what changed into site/, remove what was ours
"""

import sys
from pathlib import Path

from nianbao import bootstrap

if __name__ == "__main__":
    bootstrap.ensure(Path(__file__).resolve().parent, sys.argv[1:])
    from nianbao.cli import main

    raise SystemExit(main())
