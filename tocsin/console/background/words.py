"""What the words of area sheets and actors are called on a page."""

from django.utils.translation import gettext_lazy as _

from tocsin.console.labels import Labels
from tocsin.domain.background_words import ActorSide, Certainty, FactKind, SheetPart

PARTS: Labels = {
    SheetPart.HISTORY: _("History"),
    SheetPart.POWER: _("Who governs and who is listened to"),
    SheetPart.ECONOMY: _("What people live on"),
    SheetPart.PATTERNS: _("Hours, days and seasons"),
    SheetPart.MECHANISMS: _("How people protect themselves"),
    SheetPart.SENSITIVITIES: _("What does harm when it is said or done"),
}
CERTAINTIES: Labels = {
    Certainty.CONFIRMED: _("confirmed"),
    Certainty.PROBABLE: _("probable"),
    Certainty.POSSIBLE: _("possible"),
    Certainty.DOUBTFUL: _("doubtful"),
}
SIDES: Labels = {
    ActorSide.ARMED: _("Armed group"),
    ActorSide.STATE: _("Force of a state"),
    ActorSide.MISSION: _("Mission"),
    ActorSide.OTHER: _("Other"),
}
FACTS: Labels = {
    FactKind.LEADER: _("Leader"),
    FactKind.PRESENT: _("Present in the area of a base"),
    FactKind.STRENGTH: _("Strength and arms"),
    FactKind.HABIT: _("How it acts"),
    FactKind.INCOME: _("What it lives on"),
    FactKind.AIM: _("What it wants"),
    FactKind.ALLY: _("Acts together with"),
    FactKind.RIVAL: _("Fights"),
    FactKind.SPLIT_FROM: _("Split from"),
    FactKind.SUPPLIES: _("Supplies"),
    FactKind.TALKS_WITH: _("Talks with"),
}
