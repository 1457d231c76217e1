"""The sandbox's submission server, driven by smtplib over verified TLS."""

import base64
import smtplib
import socket
from email.message import EmailMessage

import pytest

from advisor.sandbox.mailbox import INBOX
from advisor.sandbox.manners import Manners
from tests.sandbox.conftest import hung_up

HOST = "smtp.demo.example"


def connect(box, log_in=True):
    line = smtplib.SMTP_SSL(HOST, context=box.tls, timeout=5, local_hostname="client.example")
    line.ehlo()
    if log_in:
        line.login(box.address, box.password)
    return line


def letter(box, to, body="Hola\n"):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = box.address, to, "Prueba"
    message.set_content(body)
    return message


def raw(box, port=587):
    line = socket.create_connection((HOST, port))
    if port == 465:
        line = box.tls.wrap_socket(line, server_hostname=HOST)
    file = line.makefile("rwb", buffering=0)
    line.close()
    assert file.readline().startswith(b"220")
    return file


def say(file, line):
    file.write(line + b"\r\n")
    answer = file.readline()
    while answer[3:4] == b"-":
        answer = file.readline()
    return answer


def last(box, folder):
    return box.mailbox.folder(folder).messages[-1]


def test_what_is_announced_in_clear_and_inside_tls(box):
    line = smtplib.SMTP(HOST, 587, timeout=5, local_hostname="client.example")
    line.ehlo()
    assert line.has_extn("starttls")
    assert not line.has_extn("auth")
    line.starttls(context=box.tls)
    line.ehlo()
    assert not line.has_extn("starttls")
    assert line.esmtp_features["auth"].split() == ["PLAIN", "LOGIN"]
    assert line.esmtp_features["size"] == "10485760"
    for name in ("8bitmime", "pipelining", "enhancedstatuscodes"):
        assert line.has_extn(name)
    line.login(box.address, box.password)
    line.quit()


def test_mail_for_the_account_arrives_in_its_inbox(box):
    body = ".one dot\n..two dots\nplain\n.\n"
    line = connect(box)
    line.send_message(letter(box, box.address, body))
    line.quit()
    message = last(box, INBOX)
    assert message.flags == frozenset()
    assert message.content.startswith(b"Return-Path: <ana@demo.example>\r\nReceived: ")
    assert message.content.partition(b"\r\n\r\n")[2] == body.replace("\n", "\r\n").encode()


def test_mail_for_others_goes_no_further_than_sent(box):
    inbox = len(box.mailbox.folder(INBOX).messages)
    line = connect(box)
    line.send_message(letter(box, "emma@press.example"))
    line.quit()
    assert b"emma@press.example" in last(box, "Sent").content
    assert last(box, "Sent").flags == {"\\Seen"}
    assert len(box.mailbox.folder(INBOX).messages) == inbox


@pytest.mark.parametrize("method", ["auth_plain", "auth_login"])
@pytest.mark.parametrize("at_once", [True, False])
def test_each_way_to_log_in(box, method, at_once):
    line = connect(box, log_in=False)
    line.user, line.password = box.address, "wrong"
    name = method.removeprefix("auth_").upper()
    with pytest.raises(smtplib.SMTPAuthenticationError) as refused:
        line.auth(name, getattr(line, method), initial_response_ok=at_once)
    assert (refused.value.smtp_code, refused.value.smtp_error[:5]) == (535, b"5.7.8")
    line.password = box.password
    assert line.auth(name, getattr(line, method), initial_response_ok=at_once)[0] == 235
    line.quit()


def test_nothing_is_sent_without_login_or_in_clear(box):
    line = connect(box, log_in=False)
    assert line.mail(box.address)[0] == 530
    line.quit()
    file = raw(box)
    assert say(file, b"EHLO client.example").startswith(b"250")
    assert say(file, b"AUTH PLAIN AGEAYg==").startswith(b"538 5.7.11")
    assert say(file, b"MAIL FROM:<ana@demo.example>").startswith(b"530")
    file.close()


def test_what_is_said_in_clear_behind_starttls_is_never_heard(box):
    file = raw(box)
    say(file, b"EHLO client.example")
    file.write(b"STARTTLS\r\nEHLO mallory.example\r\n")
    assert file.readline().startswith(b"220")
    assert hung_up(file)
    file.close()


def test_senders_and_recipients_are_checked(box):
    line = connect(box)
    assert line.mail("emma@press.example")[0] == 550
    assert line.mail(box.address)[0] == 250
    assert line.mail(box.address)[0] == 503
    assert line.rcpt("nobody@demo.example")[0] == 550
    assert line.rcpt("no address")[0] == 501
    assert line.docmd("DATA")[0] == 503
    assert line.rcpt("Ana@Demo.Example")[0] == 250
    assert line.rset()[0] == 250
    assert line.docmd("DATA")[0] == 503
    line.quit()


def test_a_message_that_is_too_large_is_refused_and_the_session_goes_on(open_sandbox):
    box = open_sandbox(Manners(max_message=2000))
    line = connect(box)
    assert line.mail(box.address, ["SIZE=2001"])[0] == 552
    assert line.mail(box.address)[0] == 250
    assert line.rcpt(box.address)[0] == 250
    before = box.mailbox.used()
    assert line.data(b"x" * 70 + b"\r\n" + (b"y" * 70 + b"\r\n") * 40)[0] == 552
    assert box.mailbox.used() == before
    line.send_message(letter(box, box.address))
    line.quit()


def test_a_full_mailbox_is_said_so(open_sandbox):
    box = open_sandbox(Manners(quota_kb=32))
    line = connect(box)
    with pytest.raises(smtplib.SMTPDataError) as full:
        line.send_message(letter(box, box.address, "x" * 70 + "\n" + "filler line\n" * 3000))
    assert (full.value.smtp_code, full.value.smtp_error[:5]) == (452, b"4.2.2")
    line.quit()


def test_a_bare_line_feed_ends_the_conversation(box):
    file = raw(box, 465)
    say(file, b"EHLO client.example")
    say(file, b"AUTH PLAIN " + base64.b64encode(f"\0{box.address}\0{box.password}".encode()))
    say(file, b"MAIL FROM:<ana@demo.example>")
    say(file, b"RCPT TO:<ana@demo.example>")
    before = len(box.mailbox.folder(INBOX).messages)
    assert say(file, b"DATA").startswith(b"354")
    file.write(b"Subject: a\r\n\r\nb\n.\r\nMAIL FROM:<evil@demo.example>\r\n")
    assert file.readline().startswith(b"521")
    assert len(box.mailbox.folder(INBOX).messages) == before
    file.close()


WRONG = [
    b"", b"HELLO", b"MAIL", b"MAIL FROM:ana@demo.example", b"MAIL FROM:<a> X=1", b"RCPT TO:<a@b>",
    b"DATA", b"EHLO", b"STARTTLS now", b"AUTH", b"AUTH NTLM", b"AUTH PLAIN ###", b"AUTH PLAIN YQ==",
    b"\xff\xfe", b"NOOP " + b"x" * 600, b"X" * 200_000]


def test_wrong_commands_get_a_5xx_and_the_session_goes_on(box):
    file = raw(box, 465)
    say(file, b"EHLO client.example")
    for command in WRONG:
        assert say(file, command).startswith(b"5"), command[:50]
        assert say(file, b"NOOP").startswith(b"250"), command[:50]
    file.close()


def test_commands_may_be_sent_in_one_go(box):
    line = connect(box)
    line.send(f"MAIL FROM:<{box.address}>\r\nRCPT TO:<a@b.example>\r\nRCPT TO:<{box.address}>\r\nDATA\r\n")
    assert [line.getreply()[0] for _ in range(4)] == [250, 250, 250, 354]
    line.send("Subject: x\r\n\r\nbody\r\n.\r\nQUIT\r\n")
    assert [line.getreply()[0] for _ in range(2)] == [250, 221]
    line.close()
    assert last(box, INBOX).content.endswith(b"body\r\n")


def test_not_offered_and_turned_away(open_sandbox):
    box = open_sandbox(Manners(submission=False))
    with pytest.raises(ConnectionRefusedError):
        box.dial("127.0.0.25", 587, 5)
    open_sandbox(Manners(greeting="turned-away"))
    with pytest.raises(smtplib.SMTPConnectError) as refused:
        smtplib.SMTP(HOST, 587, timeout=5)
    assert refused.value.smtp_code == 554
