"""A mailbox for a real SMTP server to put mail into."""

import email
import email.policy


class Mailbox:
    """Keeps what arrives as (receivers, mail).

    Addresses that begin with `refused` are refused, with `barred` by the policy of the server, with `greylisted` once, with `late` after their mail is read; with
    `hungup` and `dropped` the connection ends before the mail and after it, which is kept then.
    """

    def __init__(self):
        self.mails = []
        self.greylisted = set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refused"):
            return "550 no such mailbox"
        if address.startswith("barred"):
            return "550 5.7.1 relaying denied"
        if address.startswith("greylisted") and address not in self.greylisted:
            self.greylisted.add(address)
            return "451 try again later"
        if address.startswith("hungup"):
            server.transport.close()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        if envelope.rcpt_tos[0].startswith("late"):
            return "554 not wanted"
        self.mails.append((envelope.rcpt_tos, mail))
        if envelope.rcpt_tos[0].startswith("dropped"):
            server.transport.close()
        return "250 OK"
