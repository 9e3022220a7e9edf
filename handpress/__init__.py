"""handpress prints patient handouts: structured leaflet text, set in a clinic's branding, as paginated PDF.

The walk, which is the order of the modules and of everything below:

`source` reads YAML text into marked values, each of which knows its line and column. `library` finds the files of
a topic and of a clinic, has them validated by the models of `content` and `layout`, and checks them against each
other; what it cannot accept it says as Problems, all of them at once. `compose` turns a handout, a layout and an
edition into a Story: flowables in reading order, with the words of every placeholder filled in. `text` and
`flowables` know how high they stand at a given width, where they may be split and how they are drawn; the words
themselves are broken into lines and shaped by `typesetting`, out of the faces of `fonts`. `paint` breaks the story
into pages, puts the `furniture` (header, footer, band) round them and paints all of it as a Plate: finished PDF
bytes. `platemaking` is that walk in one call, for one Job. `press` runs jobs, many at a time, and writes their
files whole or not at all. `cli` and `commands` are what a person types.

A datum goes downhill once and changes its kind at each step, and each step is a value that can be looked at.
"""

__version__ = "0.1.0"
