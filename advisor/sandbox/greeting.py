"""How every mail server of the sandbox receives a caller, before its protocol begins."""

import ssl

from advisor.sandbox.conversation import Conversation, Gone, TooLong
from advisor.sandbox.manners import Manners


def receive(conversation: Conversation, manners: Manners, context: ssl.SSLContext, *,
            tls_first: bool, turned_away: bytes) -> None:
    """Do the handshake where the port wants it, and show the manners that were asked for.

    turned_away: the protocol's words for "go away". Raises Gone where the conversation is over with that.
    """
    if tls_first:
        conversation.start_tls(context)
    if manners.greeting == "turned-away":
        conversation.write(turned_away)
        raise Gone
    while manners.greeting == "silent":
        try:
            conversation.read_line()    # says nothing until the caller gives up, which raises Gone
        except TooLong:
            continue
