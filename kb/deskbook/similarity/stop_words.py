"""Words too common in help desk English to tell two questions apart."""

from __future__ import annotations

STOP_WORDS = frozenset(
    """
    a about above after again all also always am an and another any anyone are as at be because been before being but by can
    can't cannot could couldn't did didn't do does doesn't doing don't each either else even ever every few for from get
    gets getting give given go goes going gone got had has hasn't have haven't having he hello help her here hi him his how
    however i i'd i'll i'm i've if in into is isn't it it's its itself just know let like make many may maybe me might more
    most much must my need no nor not now of off ok okay on once one only or other our out over own please possible quite
    rather really same say see seem seems several shall she should so some somebody someone something still such sure thank
    thanks that that's the their them then there there's these they thing things think this those though through to too
    trying try tried under until up us use used using very want wanted was wasn't way we we're we've well were what when
    where whether which while who why will with within without won't would wouldn't yes yet you you're you've your yours
    hey dear regards cheers team support question problem issue works work working
    """.split()
)
