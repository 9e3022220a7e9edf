"""Pictures: pixel images and vector drawings, and a picture with its caption."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing
from reportlab.lib.utils import ImageReader
from svglib.svglib import svg2rlg

from handpress.sheet import Flowable, Sheet
from handpress.text import Text
