#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every guide and sheet on paper, in both languages, as readers that are not ours find it: all words are there and on the
page, and the picture is one that a camera reads.

usage: print_test.py PRINT_PAPERS [TEST…]
"""

import html.parser
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "support"))
import languages  # noqa: E402

PROGRAM = None
GUIDES = HERE.parent / "data" / "guides"
USER = 'o\'brien "x" <b>&amp; äöü'

# Of the page, in points, and of its width.
MARGIN = 56
VALUE_PLACE = 0.36
XHTML = "{http://www.w3.org/1999/xhtml}"


def squeeze(text):
    """Lines are broken elsewhere on each page."""
    return re.sub(r"\s+", "", text)


def parts(line):
    """On paper, a step has its number and a field its value in a column of its own."""
    step = re.match(r"\d+\. (.*)", line)
    return [step[1]] if step else line.split(": ", 1)


class Text(html.parser.HTMLParser):
    """What a browser shows."""

    def __init__(self, document):
        super().__init__()
        self.seen = ""
        self.quiet = False
        self.feed(document)

    def handle_starttag(self, tag, attrs):
        self.quiet = tag == "style"

    def handle_endtag(self, tag):
        self.quiet = False

    def handle_data(self, data):
        if not self.quiet:
            self.seen += data


class Paper:
    def __init__(self, path):
        self.lines = [line.strip() for line in path.with_suffix(".txt").read_text().splitlines() if line.strip()]
        self.html = path.with_suffix(".html").read_text()
        xml = subprocess.run(["pdftotext", "-bbox", path.with_suffix(".pdf"), "-"], check=True, stdout=subprocess.PIPE)
        self.pages = list(ElementTree.fromstring(xml.stdout).iter(XHTML + "page"))

    @staticmethod
    def words(page):
        return [(word.text, {side: float(word.get(side)) for side in ("xMin", "yMin", "xMax", "yMax")})
                for word in page.iter(XHTML + "word")]

    def text(self):
        """Line by line, and then the two columns of the fields one after the other."""
        orders = "", "", ""
        for page in self.pages:
            border = MARGIN + VALUE_PLACE * (float(page.get("width")) - 2 * MARGIN) - 1
            words = sorted(self.words(page), key=lambda word: (round(word[1]["yMax"]), word[1]["xMin"]))
            columns = words, [w for w in words if w[1]["xMin"] < border], [w for w in words if w[1]["xMin"] >= border]
            orders = [order + "".join(text for text, _ in column) for order, column in zip(orders, columns)]
        return squeeze("\n".join(orders))


class Print(unittest.TestCase):
    """Where PICTURES names a folder, the papers are kept there."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(os.environ.get("PICTURES", folder.name))
        cls.papers = {}
        for protocol in ("imap", "pop3"):
            for language in ("en", "de"):
                cls.papers[protocol, language] = cls.print(protocol, language)

    @classmethod
    def print(cls, protocol, language):
        folder = cls.folder / f"{protocol}-{language}"
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run([PROGRAM, folder, protocol], check=True, env={**os.environ, **languages.environment(language)})
        return {path.stem: Paper(path) for path in folder.glob("*.pdf")}

    def assert_complete(self, paper):
        """Nothing is missing, has a hole or hangs over the edge."""
        printed, shown = paper.text(), squeeze(Text(paper.html).seen)
        for line in paper.lines:
            for part in parts(line):
                self.assertIn(squeeze(part), printed)
                self.assertIn(squeeze(part), shown)
        self.assertNotRegex(shown, r"[{}]|%s|\(null\)")
        for page in paper.pages:
            width, height = float(page.get("width")), float(page.get("height"))
            self.assertTrue(paper.words(page))
            for word, box in paper.words(page):
                self.assertTrue(MARGIN - 2 < box["xMin"] and box["xMax"] < width - MARGIN + 2, word)
                self.assertTrue(MARGIN - 4 < box["yMin"] and box["yMax"] < height - MARGIN + 4, word)

    def test_each(self):
        guides = {path.stem for path in GUIDES.glob("*.xml")}
        for (protocol, language), papers in self.papers.items():
            self.assertEqual(set(papers), guides | {"sheet", "sheet-outlook-2003"})
            for name, paper in papers.items():
                with self.subTest(name=name, protocol=protocol, language=language):
                    self.assert_complete(paper)
                    self.assertLessEqual(len(paper.pages), {"sheet": 1, "sheet-outlook-2003": 3}.get(name, 2))
                    self.assertIn(f' lang="{language}"', paper.html)

    def test_german(self):
        for name, paper in self.papers["imap", "de"].items():
            self.assertFalse(set(paper.lines) <= set(self.papers["imap", "en"][name].lines), name)

    def test_code(self):
        """As printed, at the resolution of an old copier."""
        for protocol in ("imap", "pop3"):
            path = self.folder / f"{protocol}-de" / "sheet"
            subprocess.run(["pdftoppm", "-png", "-singlefile", "-r", "100", path.with_suffix(".pdf"), path], check=True)
            code = subprocess.run(["zbarimg", "--quiet", "--raw", "--set", "disable", "--set", "qrcode.enable",
                                   path.with_suffix(".png")], check=True, stdout=subprocess.PIPE)
            server = json.loads(code.stdout)[2]
            self.assertEqual((server[:2], server[-1]), ([("imap", "pop3").index(protocol), "in.example.test"], USER))


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main()
