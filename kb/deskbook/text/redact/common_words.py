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

# Products, techniques, people whose names are units or methods, and festivals: names of somebody only beside another name.
PRODUCTS = frozenset(
    """
    acer adobe ada airbus ajax akamai alexa algol alibaba amazon amd android angular ansible ant apache aptana arduino asana asus athena atlassian
    audi aurora avahi avaya azure babel bard bash basecamp bayes beanstalk benz bing bitbucket bitwarden blackberry blender bluetooth bosch bose boole
    brother bugzilla cadence canon canva casio cassandra celeste celsius ceph chef chrome chromebook chromium cinnamon circleci cisco citrix
    claude codeberg codex compaq confluence conda consul copilot coredump corel cortana couchbase cucumber cyrus debian deezer dependabot derby django
    docker dolby dropbox drupal dynamo dyson eclipse edison eiffel elastic electron elixir elm ember envoy epson erlang ericsson espresso etsy euler excel exchange
    expedia fahrenheit fedora ferrari figma firefox flask flink flutter fluke ford fortran fourier fritz fujitsu galaxy ganglia garmin gatsby gauss gemini gentoo gerrit
    ghidra giant gimp git gitea gitlab gmail gnome godot google grafana gradle grails groovy grok groovy gulp hadoop halloween harbor hashicorp haskell hawking
    heinz helm hermes heroku hertz hive hitachi honda honeywell hubspot huawei hudson hugo ibm inkscape intel intercom io ionic jabber jaeger jamf jasmine
    jekyll jenkins jenkinsfile jest jetbrains jira joomla joule jupiter jupyter kafka kaspersky kelvin kepler kibana kindle klarna kodak kodi konica kubernetes kyocera lambda
    laravel lenovo lexmark linode linus llama logitech lotus lucene luna lync magento mailchimp mandrake mariadb marketo markov markdown maven mcafee memcached
    mercedes mercurial mesos meta minio miro mistral mongo mongodb motorola mozilla murphy mysql nagios nessus netflix netgear netlify newton nextcloud nexus nikon nimbus nintendo
    nissan nokia noop norton notion novell nvidia octave odin office okta onedrive opel opera oracle outlook panasonic pandas pascal pentium perl philips photoshop
    pinterest pixel plex poisson polaris polly portainer postgres presto prometheus puppet pusher putty qualcomm quark rabbit rails react redis redmine renault ricoh roku
    rollbar roslyn ruby runcible rust sage salesforce samba samsung sanyo sap sass scala scrum seagate selenium sentry sequoia shimano shopify siemens sierra silverlight siri sigma skype
    slack snort snyk solaris solr sonar sonos sony sophos spark splunk spotify spring sputnik squid stata stripe sublime subversion sumo sun suse suzuki svelte swagger swift
    symantec symfony synology tableau teams teamviewer telegram tencent terraform tesla tetris thunderbird titan tomcat toshiba toyota trello travis turing twilio twitter twitch
    typo unity vagrant varnish vault vega venmo venn venus verizon vimeo vista visa vivaldi vlan volta volvo vultr wacom watson watt webex wep whatsapp wii wiki wikipedia
    wordpress workday xamarin xbox xen xerox yamaha yelp yoga yubico zabbix zendesk zeus zillow zoom zoho zyxel
    microsoft github kubernetes cloudflare cloudfront powershell codecov improv linkedin facebook instagram youtube tiktok reddit netscape macos ios ipad iphone wifi
    stackoverflow stackexchange openssl nginx postgresql sqlite javascript typescript webpack vite vercel supabase datadog pagerduty servicenow freshdesk
    campagnolo cannondale sram brompton bianchi schwinn specialized trek strava mavic michelin continental schwalbe brooks ortlieb fox reynolds pinarello
    virginia georgia carolina dakota jan feb mar apr jun jul aug sep oct nov dec
    january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday
    christmas easter ramadan hanukkah diwali
    """.split()
)

# German nouns that are surnames too: only a capital tells names from words, and nouns have one as well.
GERMAN_NOUNS = frozenset(
    """
    arbeit bach bauer baum becker berg bild blum boden brot bruder busch dank deutsch engel fach feld fischer fuchs gast geist geld gruen
    gruß grund haar hahn hammer haus heft hering herr herz himmel hirsch hof holz jung kaiser kamm kammer karte kasten kern kirsch klein
    koch kohl krieg kurz lang licht linde loch maurer meer meister mut nagel neumond ober ort pfeiffer post rat reich richter ritter sack sand schlag
    schmied schneider schuh schuld schule schwarz seite sommer sonne stadt stein stift stock tisch ton vogel vogt voll wagner wasser weber wein weiss
    weiß wind wirt wunder zeiger zimmer
    """.split()
)
