#!/usr/bin/python3
"""run: is what bilaga publishes right?

    run.py [--quick] [--keep FOLDER]

Builds the real content and all small trees (tests/sites/*/content) and looks
at their DocBook documents, whether these and the website say the same, at each
page, at the data, and at the pages in a browser. How each is done is told at
the head of docbook.py, parity.py, mutate.py, pages.py, data.py, browser.py and
same.py.

--quick        leave out the slow ones: changes of finished files, the Nu HTML
               checker, the browser, and building anew in other surroundings
--keep FOLDER  build into FOLDER and leave it there
"""
import argparse
import concurrent.futures
import contextlib
import io
import pathlib
import sys
import tempfile

sys.dont_write_bytecode = True

import docbook  # noqa: E402
import mutate  # noqa: E402
import parity  # noqa: E402
from tally import Tally  # noqa: E402
import trees  # noqa: E402
