"""What stands on a page besides plain text.

`stack` puts one thing under another and decides where they part; `lists`, `boxes`, `tables`, `writing` and `pictures`
are the kinds of block; `marks` are the small drawn signs: bullets, ticks, crosses.
"""

from handpress.flowables.boxes import Box, CareCard
from handpress.flowables.lists import Item, Listing
from handpress.flowables.marks import Mark
from handpress.flowables.pictures import Image, Picture
from handpress.flowables.stack import Stack
from handpress.flowables.tables import Table
from handpress.flowables.writing import Panel, WritingLines

__all__ = [
    "Box",
    "CareCard",
    "Image",
    "Item",
    "Listing",
    "Mark",
    "Panel",
    "Picture",
    "Stack",
    "Table",
    "WritingLines",
]
