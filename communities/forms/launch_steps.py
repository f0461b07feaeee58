"""Which form each step of the launch plan has."""

from __future__ import annotations

from communities.forms.launch import ChannelsStepForm, LaunchStepForm, PeopleStepForm, ThemeStepForm
from communities.forms.launch_meetings import MeetingsStepForm
from communities.models.launch import Step

_FORMS: dict[Step, type[LaunchStepForm]] = {
    Step.THEME: ThemeStepForm,
    Step.PEOPLE: PeopleStepForm,
    Step.MEETINGS: MeetingsStepForm,
    Step.CHANNELS: ChannelsStepForm,
}


def step_form(step: str) -> type[LaunchStepForm]:
    """The form of a step, with only the fields that it shows; those that are opened stand on one page."""
    return _FORMS.get(Step(step), LaunchStepForm)
