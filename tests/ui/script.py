"""A person who types answers from a list, and a conversation with that person."""

import io

from advisor.i18n import Speaker
from advisor.ui import wizard
from advisor.ui.screen import Back, Interrupted
from advisor.ui.steps import Given
from advisor.ui.terminal import Terminal
from tests.ui.stage import CLIENTS, Stage

EN = Speaker("en")
ADDRESS = "ana@full.example"
HOUSEHOLD = [ADDRESS, "Ana", "1", "laptop", "thunderbird", "no", "inbox"]
BACK, LEAVE = object(), object()


class Script:
    """A Screen that answers from a list. Everything said and asked is kept."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.said = []
        self.asked = []
        self.terminal = Terminal(io.StringIO(), io.StringIO(), True, columns=80)
        self.watched = []
        self.attended = True

    def say(self, words="", style="normal"):
        self.said.append(words)

    def show(self, lines):
        self.said += lines

    def watch(self, search):
        self.watched.append(search)

    def wait(self, search):
        while not search.over:
            search.wait(len(search.heard), 1)
        self.said += [heard.words for heard in search.heard]

    def ask(self, prompt):
        self.asked.append(prompt)
        answer = self.answers.pop(0)
        if answer is BACK:
            raise Back
        if answer is LEAVE:
            raise Interrupted
        assert prompt.check(answer) is None, (prompt.asks, answer, prompt.check(answer))
        return answer

    @property
    def story(self):
        return "\n".join(self.said)


def go(*answers, stage=None, given=None, **steps):
    script = Script(*answers)
    stage = stage or Stage(EN)
    code = wizard.run(script, stage.steps(**steps), EN, CLIENTS, given=given or Given(lan=True))
    assert not script.answers
    return code, script, stage
