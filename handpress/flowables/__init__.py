"""What stands on a page besides plain text.

`stack` puts one thing under another and decides where they part; `lists`, `boxes`, `tables`, `ticks`, `writing` and
`pictures` are the kinds of block; `marks` are the small drawn signs: bullets, ticks, crosses.
"""

from handpress.flowables.boxes import Box, CareCard
from handpress.flowables.lists import Item, Listing
from handpress.flowables.marks import PointMark, box_side
from handpress.flowables.pictures import Image, Picture
from handpress.flowables.stack import Stack
from handpress.flowables.tables import Table
from handpress.flowables.ticks import GridRow, TaskRow, TaskTable, TickGrid
from handpress.flowables.writing import Panel, SignaturePanel, WritingLines

__all__ = [
    "Box",
    "CareCard",
    "GridRow",
    "Image",
    "Item",
    "Listing",
    "PointMark",
    "Panel",
    "Picture",
    "SignaturePanel",
    "Stack",
    "Table",
    "TaskRow",
    "TaskTable",
    "TickGrid",
    "WritingLines",
    "box_side",
]
