"""Words that make a street of a name, in front of it, behind it or at its end, in small letters without accents."""

from __future__ import annotations

import re

# English words behind a number and a name: those of the first kind hardly mean anything else there.
STREETS = frozenset(
    "street st avenue ave av road rd lane ln boulevard blvd crescent cres terrace parkway pkwy turnpike mews wynd esplanade highway hwy".split()
)
OFTEN_STREETS = frozenset(
    """
    drive dr court ct place pl close square sq way grove gardens circle cir alley hill rise walk quay causeway promenade expressway freeway
    parade row view heights park green wharf point
    """.split()
)
# The other suffixes of the US Postal Service (Publication 28): everyday words, so only where an address is expected.
PLACES = frozenset(
    """
    branch bridge brook burg bypass camp canyon cape center cliff cliffs club common corner corners course courts cove coves creek crossing crossroad
    curve dale dam divide estate estates extension fall falls ferry field fields flat flats ford fords forest forge forges fork forks fort gateway
    glen glens greens groves harbor harbors haven hills hollow inlet island islands isle junction junctions key keys knoll knolls lake lakes land
    landing light lights loaf lock locks lodge loop mall manor manors meadow meadows mill mills mission motorway mount mountain mountains neck
    orchard oval overpass parks pass passage path pike pine pines plain plains plaza points port ports prairie radial ramp ranch rapid rapids rest
    ridge ridges river route rue run shoal shoals shore shores spring springs spur spurs squares station stravenue stream streets summit throughway
    trace track trafficway trail tunnel union unions valley valleys via viaduct views village villages ville vista walks wall ways well wells
    """.split()
)
DIRECTIONS = frozenset("n s e w ne nw se sw north south east west".split())
# In front of the name. Those that are English words too count with a capital only.
FRONT = frozenset(
    """
    rue avenue av avda avd ave boulevard boul bd impasse allee chemin quai calle c/ carrer avenida paseo rua travessa praca alameda rodovia estrada ul
    ulica aleja aleje osiedle os nam namesti trida trg cesta bulevardul calea strada viale piazzale piazza piazzetta corso vicolo leoforos jalan jl via
    plaza plac rúa λεωφορος πλατεια οδος ул улица вул вулиця проспект пер переулок
    """.split()
)
SURE_FRONT = frozenset("rue calle c/ avenida rua ul ulica trg boulevard".split())
WITH_CAPITAL = frozenset("via plaza nam os av plac calle".split())
LINKS = frozenset(
    "de del della delle dei di du des da do dos das la le les el los las l' d' van von der den dem e y et i al na ten ter sv san santa".split()
)
# Behind the name, as a word of its own or as its end.
BEHIND = frozenset(
    "strasse str weg allee platz damm ufer gasse u ut utja utca utcaja ter tere korut tee tn mnt pst gate vei vag vej plads terrasse cad caddesi sokak sok".split()
)
GLUED = re.compile(
    r".{2,}(?:stra(?:ß|ss)e|str\.?|gasse|allee|damm|platz|weg|ufer|straat|laan|plein|gracht|singel|kade|dijk|dreef|hof|hove|gade|gata|gatan|gaten|vej|väg|"
    r"vägen|vegen|veien|vangen|vollen|tie|katu|kuja|polku|stræti|götu|tangi|tänav|puiestee|rodda)",
    re.IGNORECASE,
)
