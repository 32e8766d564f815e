"""What comes from channels, carried into cases: decisions and remarks."""

from ringwall.jobs.respond.approve import decide
from ringwall.jobs.respond.responders import Responders
from ringwall.jobs.respond.run import tell_missing
from ringwall.model.errors import NotAuthorized
from ringwall.model.notice import CaseDecision, CaseRemark
from ringwall.respond.cases import CaseAuthor, read_case_file


def decide_by_callback(responders: Responders, decision: CaseDecision) -> str:
    """Write down what somebody has decided in a channel, and return what to tell.

    NotAuthorized where the person may not, where the plan was asked for again since then, and where
    the policy names nobody: then nobody can be known by a channel.
    """
    file = read_case_file(responders.log, decision.case)
    asked = [
        event.number
        for event in file.events
        if event.kind == "requested" and event.body.get("plan") == decision.plan_hash
    ]
    if not asked or (decision.request and decision.request != asked[-1]):
        raise NotAuthorized("nobody asks for this approval any more")
    if all(person.principal != decision.principal for person in responders.policy.people):
        raise NotAuthorized(f"{decision.principal} may not decide: response.toml says who may")
    decided = decide(
        responders,
        file,
        plan=decision.plan_hash,
        approve=decision.approve,
        via=decision.via,
        principal=decision.principal,
    )
    case = decided.file.case.id
    if not decision.approve:
        return f"{case}: denied by {decision.principal}"
    if decided.standing.state == "granted":
        return f"{case}: approved; to carry it out: ringwall respond run {case} --yes"
    return f"{case}: approved by {decision.principal}; {tell_missing(decided.file, decided.plan)}"


def remark_by_callback(responders: Responders, remark: CaseRemark) -> str:
    """Note in a case what somebody wrote in a channel, and return what to tell."""
    file = read_case_file(responders.log, remark.case)
    author = CaseAuthor(responders.log, f"{remark.via}: {remark.author}")
    author.add(file, "noted", {"text": remark.text, "via": remark.via})
    return f"noted in {remark.case}"
