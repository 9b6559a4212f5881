# A queue, the custom fields by which people mark, an agent and the account of deskbook.
@Queues = ({ Name => 'support' });
@CustomFields = (
  { Name => 'Docs', Type => 'SelectSingle', LookupType => 'RT::Queue-RT::Ticket', Queue => ['support'],
    Values => [map +{ Name => $_ }, qw(wanted done)] },
  { Name => 'Tags', Type => 'FreeformMultiple', LookupType => 'RT::Queue-RT::Ticket', Queue => ['support'] },
);
@Users = (
  { Name => 'grace', RealName => 'Grace Hopper', EmailAddress => 'grace@desk.example', Privileged => 1 },
  { Name => 'deskbook', RealName => 'deskbook', EmailAddress => 'deskbook@desk.example', Privileged => 1 },
  { Name => 'reader', RealName => 'reader', EmailAddress => 'reader@desk.example', Privileged => 1 },
);
@Groups = ({ Name => 'Agents', Members => { Users => ['grace', 'deskbook'] } }, { Name => 'Readers', Members => { Users => ['reader'] } });
@ACL = (
  (map +{ GroupId => 'Agents', GroupDomain => 'UserDefined', Queue => 'support', Right => $_ },
    qw(SeeQueue ShowTicket ShowTicketComments CreateTicket ModifyTicket DeleteTicket CommentOnTicket ReplyToTicket SeeCustomField ModifyCustomField)),
  (map +{ GroupId => 'Agents', GroupDomain => 'UserDefined', Right => $_ }, qw(SeeCustomField)),
  (map +{ GroupId => 'Readers', GroupDomain => 'UserDefined', Queue => 'support', Right => $_ },
    qw(SeeQueue ShowTicket ShowTicketComments SeeCustomField)),
);
1;
