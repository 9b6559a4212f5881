"""Words that are also names, so that a name alone does not tell."""

from __future__ import annotations

COMMON_WORDS = frozenset(
    """
    able abbey ace adam admin agent alpha amber angel anonymous april archer art ash aspen asset august aurora autumn baker ball bank
    banks bar barber barn bass bay beach bean bear beck bell bender berry best beta bill bird bishop black blank blaze bliss block blue
    bond boot booth boss bot bow box branch brand brandy bravo brew brick bridge bright brook brooks brown buck buddy bug bull burn burns
    bush butler candy cannon car carpenter carter case cash castle chance charity chase chat cherry chip christian church clay clear
    click client cliff close cloud clover coin cole comet community cook cool cooper coral corn cotton crane cream crew cross crow crown
    crystal cube customer dale dash data dawn day dean debug default dell delta demo denver dev diamond dick dollar dot dove drake draw
    drew drive duke dusk dusty eagle earl early east easy echo eden ember england english error eve ever everyone faith fall farmer fern field finch
    fish fisher flash flint flora floor flower fly ford forest fork forrest foster fountain fox france francis frank free freeman french frost
    full game gay gem general gene gentle german ghost gift ginger glass glen gold golden good grace graham grand grant graph grave gray
    green grey ground grove guest guide gun guy hack hacker hall hand happy harbor hardy harmony harper hart haven hawk hazel head heart
    heather heaven help herb hero high hill hire holiday holly home honey hood hope host hunt hunter ice iris iron island ivory ivy jack jade jam
    jasmine jasper jay jersey jet jewel job joker jordan joy judge juice july june junior just justice kay keen key king kit knight lace lady
    lake lamb lance land lane large lark last laurel law lazy leaf legend less lily line linux lion list live local lock london long
    lord lotus love low lucky luke mac magic mail major manager maple march mark marketing mars marsh marshal mason master max may mayor meadow melody
    member mercury mercy merit merry mike mile miles mill miller mint miracle miss mister moderator moon moore moss most mouse mule
    music myth nail name near new newman nick night nobody noble noel norm north nova null oak oasis ocean olive one opal open oracle orange orchid
    order oscar otter owen page paige pail palm paris park parker patch patience pat paul pay peace peach pearl penny pepper perry phoenix piece pierce
    pike pine pink piper pitt plant play point polo pond poor pope poppy porter post potter power precious price pride prince pro proper
    python quest question quick quill rain ram random ranger raven ray red reed reef rich rider ridge ring rise river road rob robin rock
    rod rolf roman root rose rosemary row ruby ruff run rush russell rust rusty sage sailor sales salt sam sandy savage scout sea season senior sergeant serif server
    shade shadow shark sharp shaw shell shepherd shine ship short sienna silver simple singer skip sky sleep small smart smith snow some
    someone sonny south spark sparrow spear spirit spring square stack staff star stark start steel stern still stone stork storm strange
    street strong sue summer sun sunny super support sweet swift system tab tailor tanner taylor team tech temple terry test tester the tiger
    tim tiny tom tower town trace trip true trust tucker turner ubuntu unix user val velvet venture vera vera victor victory violet virgin visitor
    wade walker wall ward warner water watch way weaver web webb webmaster wells west wheeler white wild will win wind windows winner
    winter wise wolf wonder wood woods word world worth wren wright yahoo york young zen zero zone
    exchange goodbye overflow forum studio shop store group company corp inc ltd gmbh llc solutions services global international digital media labs
    info contact hello noreply office service sir madam thanks
    """.split()
)
