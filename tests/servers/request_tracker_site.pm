# A Request Tracker in a temporary folder. DESK_FOLDER and DESK_PORT come from the environment.
Set($rtname, 'desk.example');
Set($Organization, 'desk.example');
Set($WebDomain, '127.0.0.1');
Set($WebPort, $ENV{DESK_PORT});
Set($WebBaseURL, "http://127.0.0.1:$ENV{DESK_PORT}");
Set($CanonicalizeRedirectURLs, 0);
Set($CorrespondAddress, 'desk@desk.example');
Set($CommentAddress, 'inside@desk.example');
Set($DatabaseType, 'SQLite');
Set($DatabaseName, "$ENV{DESK_FOLDER}/rt.sqlite");
Set($WebSessionClass, 'Apache::Session::File');
Set($MailCommand, 'testfile');  # no mail leaves
Set($BcryptCost, 4);            # 12, the default, takes a third of a second for each request
Set($Timezone, 'America/New_York');  # where a system's own clock is not UTC, mistakes show
Set($LogToSyslog, '');
Set($LogToSTDERR, 'warning');
1;
