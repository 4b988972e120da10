"""The machines that carry the line, as those that still run see them."""

from django.db import models

from tocsin.records.models._shape import Row


class Node(Row):
    """A machine on which an engine runs or ran; several engines of one machine are one node."""

    host = models.TextField(unique=True)
    since = models.DateTimeField()
    heard_at = models.DateTimeField()
    counted_to = models.DateTimeField()  # up to which quarter of an hour its looks are counted
    ended_at = models.DateTimeField(null=True)  # out of use; an engine that starts there ends this

    def __str__(self) -> str:
        return f"node {self.pk}"


class NodeLook(Row):
    """A quarter of an hour in which somebody looked, and whether an engine of this node ran in it."""

    node = models.ForeignKey(Node, models.CASCADE, related_name="looks")
    at = models.DateTimeField()
    slot = models.TextField()  # the local hour, such as "07:00": habits differ by it
    is_heard = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["node", "at"], name="node_looked_at_once")]

    def __str__(self) -> str:
        return f"look {self.pk}"
